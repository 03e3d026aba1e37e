package io.ttdust.cli.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The output of one run of a server, in a file that may hold earlier runs too.
///
/// @param from where this run begins in the file, bytes
record ServerLog(Path file, long from) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /// The output of a run that begins now.
    static ServerLog beginning(Path file) {
        try {
            return new ServerLog(file, Files.exists(file) ? Files.size(file) : 0);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + file, e);
        }
    }

    /// The last `count` lines of the run.
    List<String> tail(int count) {
        List<String> lines = lines();
        return lines.subList(Math.max(0, lines.size() - count), lines.size());
    }

    /// The last line of the run that is a JSON object with `"event": name`, or a missing node.
    JsonNode lastEvent(String name) {
        List<String> lines = lines();
        for (int i = lines.size() - 1; i >= 0; i--) {
            JsonNode event = parsed(lines.get(i));
            if (event != null && name.equals(event.path("event").asText())) {
                return event;
            }
        }
        return MissingNode.getInstance();
    }

    private static @Nullable JsonNode parsed(String line) {
        if (!line.startsWith("{")) {
            return null;
        }
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) { // a line cut short by a kill, or not JSON after all
            return null;
        }
    }

    private List<String> lines() {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            byte[] all = Files.readAllBytes(file);
            int start = (int) Math.min(from, all.length);
            return new String(all, start, all.length - start, StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + file, e);
        }
    }
}
