package io.ttdust.adapters.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import io.ttdust.adapters.jsonschema.json.JsonRefusedException;
import io.ttdust.adapters.jsonschema.json.NameCache;
import io.ttdust.adapters.jsonschema.json.StrictJson;
import io.ttdust.adapters.jsonschema.library.LibrarySchema;
import io.ttdust.domain.problem.Violation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/// The draft-07 meta-schema: what a definition must look like, and the one document it may refer to.
final class MetaSchema {

    private final SchemaDocument document;
    private final LibrarySchema schema;

    /// Leaves `format` to those who read the patterns and references themselves, and say more about them.
    private MetaSchema(SchemaDocument document) {
        this.document = document;
        PlainSchema.Written plain = PlainSchema.withoutFormats(document);
        this.schema = LibrarySchema.of(plain.schema(), plain.places(), plain.widestObject(), document.patterns());
    }

    static MetaSchema read() {
        try (InputStream in = LibrarySchema.metaSchema()) {
            byte[] bytes = in.readAllBytes();
            JsonNode root = StrictJson.read(bytes, 0, bytes.length, new NameCache());
            return new MetaSchema(SchemaDocument.of(root, null));
        } catch (IOException e) {
            throw new UncheckedIOException("could not read the draft-07 meta-schema", e);
        } catch (JsonRefusedException | SchemaRefusedException e) {
            throw new IllegalStateException("the draft-07 meta-schema does not compile", e);
        }
    }

    SchemaDocument document() {
        return document;
    }

    /// Checks the form of the schema `node`, which stands at `pointer` of a definition.
    void check(JsonNode node, String pointer) throws SchemaRefusedException {
        List<Violation> violations = schema.violations(node, SchemaDocument.CHARS_MAX);
        if (!violations.isEmpty()) {
            throw new SchemaRefusedException(violations.stream()
                    .map(violation -> violation.below(pointer))
                    .toList());
        }
    }
}
