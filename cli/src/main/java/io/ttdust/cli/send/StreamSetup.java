package io.ttdust.cli.send;

import io.ttdust.cli.client.RestClient;
import io.ttdust.cli.console.CommandException;
import io.ttdust.cli.console.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Makes the stream to send to, when there is none. A schema gets the stream's name; one that an earlier try left
/// is used.
record StreamSetup(RestClient rest, Terminal notes) {

    void ensure(String stream, SendSettings.Creation creation) {
        if (rest.hasStream(stream)) {
            if (creation.schema() != null) {
                notes.line("stream '%s' is there already and keeps its schema; --schema is not used", stream);
            }
            return;
        }
        String schemaId = schemaOf(stream, creation.schema());
        String id = rest.createStream(stream, schemaId, creation.partitions());
        notes.line(
                "created stream '%s' (%s), %s",
                stream, id, schemaId == null ? "which takes any JSON object" : "under schema " + schemaId);
    }

    private @Nullable String schemaOf(String stream, @Nullable Path file) {
        if (file == null) {
            return null;
        }
        byte[] definition;
        try {
            definition = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new CommandException("cannot read " + file + ": " + e, e);
        }
        String there = rest.findSchema(stream, definition);
        return there != null ? there : rest.createSchema(stream, definition);
    }
}
