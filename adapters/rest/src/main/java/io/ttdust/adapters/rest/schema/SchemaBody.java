package io.ttdust.adapters.rest.schema;

import io.ttdust.adapters.rest.json.JsonWriter;
import io.ttdust.adapters.rest.json.ListingBody;
import io.ttdust.adapters.rest.json.Rfc3339;
import io.ttdust.application.query.Listing;
import io.ttdust.domain.schema.Schema;
import io.ttdust.domain.schema.SchemaVersion;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// How schemas and their versions look in answers.
final class SchemaBody {

    private SchemaBody() {}

    /// One schema with its latest version's definition, whose text is as it was registered.
    static byte[] of(Schema schema) {
        JsonWriter json = begin(schema.latest());
        writeMembers(json, schema);
        return end(json, schema.latest());
    }

    /// One version with its definition, whose text is as it was registered.
    static byte[] of(SchemaVersion version) {
        JsonWriter json = begin(version);
        writeMembers(json, version);
        return end(json, version);
    }

    /// A page of schemas without their definitions, which could be a mebibyte each.
    static byte[] ofSchemas(Listing<Schema> page) {
        return ListingBody.of("schemas", page, SchemaBody::writeMembers);
    }

    /// A page of versions, without their definitions as well.
    static byte[] ofVersions(Listing<SchemaVersion> page) {
        return ListingBody.of("versions", page, SchemaBody::writeMembers);
    }

    private static JsonWriter begin(SchemaVersion version) {
        return new JsonWriter(version.definition().length() + 1024).beginObject();
    }

    private static byte[] end(JsonWriter json, SchemaVersion version) {
        return json.name("definition")
                .raw(ByteBuffer.wrap(version.definition().getBytes(StandardCharsets.UTF_8)))
                .endObject()
                .toByteArray();
    }

    private static void writeMembers(JsonWriter json, Schema schema) {
        writeMembers(json, schema.latest());
        json.name("compatibility_mode").string(schema.compatibilityMode().name());
    }

    private static void writeMembers(JsonWriter json, SchemaVersion version) {
        json.name("schema_id")
                .string(version.schemaId().toString())
                .name("name")
                .string(version.name().name())
                .name("namespace")
                .string(version.name().namespace())
                .name("description")
                .string(version.description())
                .name("version")
                .number(version.version())
                .name("status")
                .string(version.status().word())
                .name("fingerprint")
                .string(version.fingerprint())
                .name("created_at")
                .string(Rfc3339.of(version.createdAt()));
    }
}
