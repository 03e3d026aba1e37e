package io.ttdust.benchmarks.validate;

import java.nio.charset.StandardCharsets;

/// The payloads that are checked.
enum Shape {
    V(valid(0), 0),
    I("{\"user_id\":\"\",\"event_type\":\"invalid_type\",\"amount\":-10}", 4),
    V50(valid(50), 0),
    V200(valid(200), 0);

    /// What all of them are checked against.
    static final String SCHEMA = """
            {"$schema": "http://json-schema.org/draft-07/schema#",
             "type": "object",
             "required": ["user_id", "event_type", "timestamp"],
             "properties": {
               "user_id": {"type": "string", "minLength": 1},
               "event_type": {"enum": ["click", "view", "purchase", "signup"]},
               "timestamp": {"type": "string", "format": "date-time"},
               "amount": {"type": "number", "minimum": 0},
               "metadata": {"type": "object", "additionalProperties": {"type": "string"}}}}""";

    private final String text;
    private final int violations;

    Shape(String text, int violations) {
        this.text = text;
        this.violations = violations;
    }

    byte[] payload() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// How many rules it breaks.
    int violations() {
        return violations;
    }

    /// A sound event with so many more members in its metadata.
    private static String valid(int more) {
        StringBuilder json = new StringBuilder("{\"user_id\":\"usr_12345\",\"event_type\":\"click\","
                + "\"timestamp\":\"2025-01-15T10:30:00Z\",\"amount\":29.99,\"metadata\":{\"source\":\"google\","
                + "\"campaign\":\"summer_sale\",\"device\":\"mobile\"");
        for (int i = 0; i < more; i++) {
            json.append(",\"field_%03d\":\"value_%03d\"".formatted(i, i));
        }
        return json.append("}}").toString();
    }
}
