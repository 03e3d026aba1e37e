package io.ttdust.cli.registry;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ttdust.cli.console.CommandException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// The JSON text of a schema. It is carried as it is, character by character: a number that is read and written anew
/// may be another one.
public record Definition(String text) {

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /// Takes UTF-8.
    ///
    /// @throws CommandException if it is not JSON
    public static Definition parse(byte[] bytes) {
        try {
            if (JSON.readTree(bytes).isMissingNode()) {
                throw new CommandException("the schema is empty: it must be a JSON Schema (draft-07)");
            }
            return new Definition(new String(bytes, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new CommandException(
                    "the schema is not JSON: %s (line %d, column %d)"
                            .formatted(
                                    e.getOriginalMessage(),
                                    e.getLocation().getLineNr(),
                                    e.getLocation().getColumnNr()),
                    e);
        } catch (IOException e) {
            throw new CommandException("the schema cannot be read: " + e, e);
        }
    }

    /// The definition of a schema as a server shows it.
    public static Definition of(String shown) {
        try (JsonParser parser = JSON.createParser(shown)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                int from = (int) parser.currentTokenLocation().getCharOffset();
                parser.skipChildren();
                parser.finishToken();
                if (name.equals("definition")) {
                    return new Definition(
                            shown.substring(from, (int) parser.currentLocation().getCharOffset()));
                }
            }
        } catch (IOException e) {
            throw new CommandException("an answer is not JSON: " + shown, e);
        }
        throw new CommandException("an answer has no 'definition': " + shown);
    }

    /// Whether another says the same, however it is written.
    public boolean means(Definition other) {
        try {
            JsonNode own = JSON.readTree(text);
            return own.equals(JSON.readTree(other.text));
        } catch (JsonProcessingException e) {
            return false;
        }
    }
}
