package io.ttdust.adapters.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ttdust.adapters.jsonschema.compatibility.Comparison;
import io.ttdust.adapters.jsonschema.compatibility.facts.Definition;
import io.ttdust.adapters.jsonschema.json.JsonRefusedException;
import io.ttdust.adapters.jsonschema.json.NameCache;
import io.ttdust.adapters.jsonschema.json.StrictJson;
import io.ttdust.adapters.jsonschema.library.LinearPattern;
import io.ttdust.application.port.schema.CompatibilityChecker;
import io.ttdust.domain.schema.CompatibilityMode;
import io.ttdust.domain.schema.Incompatibility;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// [CompatibilityChecker] for draft-07. Work and memory are bounded, whatever the definitions hold.
///
/// Safe for use by many threads at once; make one and keep it.
public final class JsonSchemaComparison implements CompatibilityChecker {

    /// Where the one document is that a definition may refer to besides itself.
    private static final String META = "http://json-schema.org/draft-07/schema";

    private final MetaSchema metaSchema = MetaSchema.read();

    @Override
    public List<Incompatibility> compare(String before, String after, CompatibilityMode mode) {
        if (mode == CompatibilityMode.NONE || before.equals(after)) {
            return List.of();
        }
        return new Comparison(read(before), read(after)).findings(mode);
    }

    private Definition read(String definition) {
        byte[] bytes = definition.getBytes(StandardCharsets.UTF_8);
        try {
            JsonNode root = StrictJson.read(bytes, 0, bytes.length, new NameCache());
            return new Followed(SchemaDocument.of(root, metaSchema));
        } catch (JsonRefusedException | SchemaRefusedException e) {
            throw new IllegalArgumentException("the definition does not compile: " + e.getMessage(), e);
        }
    }

    /// A document whose references were followed.
    private record Followed(SchemaDocument document) implements Definition {

        @Override
        public JsonNode root() {
            return document.root();
        }

        @Override
        public Map<String, LinearPattern> patterns() {
            return document.patterns();
        }

        @Override
        public Target target(ObjectNode schema) {
            SchemaResources.Place place = document.target(schema);
            return new Target(
                    place.schema(), place.pointer(), !place.base().toString().equals(META));
        }
    }
}
