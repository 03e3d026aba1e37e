package io.ttdust.adapters.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import io.ttdust.domain.problem.Violation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/// The draft-07 meta-schema: what a definition must look like, and the one document it may refer to.
final class MetaSchema {

    /// Part of the library's own archive, so it is there wherever the library is.
    private static final String RESOURCE = "/draft-07/schema";

    private final SchemaDocument document;
    private final LibrarySchema schema;

    private MetaSchema(SchemaDocument document) {
        this.document = document;
        this.schema = LibrarySchema.of(document);
    }

    static MetaSchema read() {
        try (InputStream in = Schema.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the library holds no " + RESOURCE);
            }
            byte[] bytes = in.readAllBytes();
            JsonNode root = StrictJson.read(bytes, 0, bytes.length, new NameCache());
            return new MetaSchema(SchemaDocument.of(root, null));
        } catch (IOException e) {
            throw new UncheckedIOException("could not read " + RESOURCE, e);
        } catch (JsonRefusedException | SchemaRefusedException e) {
            throw new IllegalStateException("the draft-07 meta-schema does not compile", e);
        }
    }

    SchemaDocument document() {
        return document;
    }

    /// Checks the form of the schema `node`, which stands at `pointer` of a definition.
    void check(JsonNode node, String pointer) throws SchemaRefusedException {
        List<Error> errors = schema.errors(node, SchemaDocument.CHARS_MAX);
        if (!errors.isEmpty()) {
            throw new SchemaRefusedException(Violations.of(errors).stream()
                    .map(violation ->
                            new Violation(pointer + violation.pointer(), violation.keyword(), violation.message()))
                    .toList());
        }
    }
}
