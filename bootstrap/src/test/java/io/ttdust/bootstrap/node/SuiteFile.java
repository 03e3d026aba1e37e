package io.ttdust.bootstrap.node;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The groups of one file of the official JSON Schema tests, schemas and instances in the text in which they are
/// written.
record SuiteFile(String name, List<Group> groups) {

    /// A schema and what it judges.
    record Group(String schema, List<Case> cases) {}

    /// An instance and its verdict.
    record Case(String data, boolean valid) {}

    private static final JsonFactory JSON = new JsonFactory();

    static SuiteFile read(Path path) throws IOException {
        byte[] bytes = Files.readAllBytes(path);
        List<Group> groups = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(bytes)) {
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                groups.add(group(parser, bytes));
            }
        }
        return new SuiteFile(path.getFileName().toString().replace(".json", ""), groups);
    }

    private static Group group(JsonParser parser, byte[] bytes) throws IOException {
        String schema = "";
        List<Case> cases = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "schema" -> schema = text(parser, bytes);
                case "tests" -> {
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        cases.add(instance(parser, bytes));
                    }
                }
                default -> parser.skipChildren();
            }
        }
        return new Group(schema, cases);
    }

    private static Case instance(JsonParser parser, byte[] bytes) throws IOException {
        String data = "";
        boolean valid = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "data" -> data = text(parser, bytes);
                case "valid" -> valid = parser.getBooleanValue();
                default -> parser.skipChildren();
            }
        }
        return new Case(data, valid);
    }

    /// The value that begins with the current token.
    private static String text(JsonParser parser, byte[] bytes) throws IOException {
        int start = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        int end = (int) parser.currentLocation().getByteOffset();
        return new String(bytes, start, end - start, StandardCharsets.UTF_8).strip();
    }
}
