package io.ttdust.adapters.jsonschema.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;

/// Reads JSON in tests, as the product does.
public final class Json {

    private Json() {}

    public static JsonNode read(byte[] bytes) {
        try {
            return StrictJson.read(bytes, 0, bytes.length, new NameCache());
        } catch (JsonRefusedException e) {
            throw new AssertionError("not JSON", e);
        }
    }

    public static JsonNode read(String text) {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }
}
