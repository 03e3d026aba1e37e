package io.ttdust.adapters.rest.schema;

import io.ttdust.adapters.rest.json.JsonWriter;
import io.ttdust.adapters.rest.json.ListingBody;
import io.ttdust.adapters.rest.json.Rfc3339;
import io.ttdust.application.query.Listing;
import io.ttdust.domain.schema.SchemaVersion;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// How schemas look in answers.
final class SchemaBody {

    private SchemaBody() {}

    /// One schema with its definition, whose text is as it was registered.
    static byte[] of(SchemaVersion schema) {
        byte[] definition = schema.definition().getBytes(StandardCharsets.UTF_8);
        JsonWriter json = new JsonWriter(definition.length + 1024).beginObject();
        writeMembers(json, schema);
        return json.name("definition")
                .raw(ByteBuffer.wrap(definition))
                .endObject()
                .toByteArray();
    }

    /// A page of schemas without their definitions, which could be a mebibyte each.
    static byte[] of(Listing<SchemaVersion> page) {
        return ListingBody.of("schemas", page, SchemaBody::writeMembers);
    }

    private static void writeMembers(JsonWriter json, SchemaVersion schema) {
        json.name("schema_id")
                .string(schema.schemaId().toString())
                .name("name")
                .string(schema.name().name())
                .name("namespace")
                .string(schema.name().namespace())
                .name("description")
                .string(schema.description())
                .name("version")
                .number(schema.version())
                .name("fingerprint")
                .string(schema.fingerprint())
                .name("created_at")
                .string(Rfc3339.of(schema.createdAt()));
    }
}
