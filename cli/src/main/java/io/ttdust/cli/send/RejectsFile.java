package io.ttdust.cli.send;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ttdust.cli.console.CommandException;
import io.ttdust.proto.ingestion.v1.FieldValidationError;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Rejections as JSON, one a line, with the payload as text. For one thread at a time.
final class RejectsFile implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path path;
    private final BufferedWriter file;

    private RejectsFile(Path path, BufferedWriter file) {
        this.path = path;
        this.file = file;
    }

    /// Makes the file, empty.
    static RejectsFile create(Path path) {
        try {
            return new RejectsFile(path, Files.newBufferedWriter(path));
        } catch (IOException e) {
            throw new CommandException("cannot write " + path + ": " + e, e);
        }
    }

    void add(Rejection rejection, String unit) {
        try {
            file.write(json(rejection, unit)
                    .put("payload", rejection.payload().toStringUtf8())
                    .toString());
            file.write('\n');
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /// A rejection without its payload.
    static ObjectNode json(Rejection rejection, String unit) {
        ObjectNode json = JSON.createObjectNode()
                .put(unit, rejection.number())
                .put("status", rejection.status())
                .put("code", rejection.error().getCode())
                .put("message", rejection.error().getMessage());
        ArrayNode errors = json.putArray("errors");
        for (FieldValidationError error : rejection.error().getFieldErrorsList()) {
            errors.addObject()
                    .put("pointer", error.getPointer())
                    .put("keyword", error.getKeyword())
                    .put("message", error.getMessage());
        }
        return json;
    }

    void flush() {
        try {
            file.flush();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private CommandException failure(IOException problem) {
        return new CommandException("cannot write " + path + ": " + problem, problem);
    }
}
