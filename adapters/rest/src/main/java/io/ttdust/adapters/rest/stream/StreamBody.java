package io.ttdust.adapters.rest.stream;

import io.ttdust.adapters.rest.json.JsonWriter;
import io.ttdust.adapters.rest.json.ListingBody;
import io.ttdust.adapters.rest.json.Rfc3339;
import io.ttdust.application.query.Listing;
import io.ttdust.domain.stream.StreamDefinition;
import io.ttdust.domain.stream.VersionChoice;

/// How streams look in answers.
final class StreamBody {

    private StreamBody() {}

    static byte[] of(StreamDefinition stream) {
        JsonWriter json = new JsonWriter(1024).beginObject();
        writeMembers(json, stream);
        return json.endObject().toByteArray();
    }

    static byte[] of(Listing<StreamDefinition> page) {
        return ListingBody.of("streams", page, StreamBody::writeMembers);
    }

    private static void writeMembers(JsonWriter json, StreamDefinition stream) {
        json.name("stream_id")
                .string(stream.id().toString())
                .name("name")
                .string(stream.name().value())
                .name("description")
                .string(stream.description())
                .name("schema_id")
                .string(stream.schemaId().toString())
                .name("schema_version")
                .number(stream.schemaVersion())
                .name("requested_schema_version");
        switch (stream.versionChoice()) {
            case VersionChoice.Latest latest -> json.string(latest.toString());
            case VersionChoice.Pinned(int version) -> json.number(version);
        }
        json.name("partitions")
                .number(stream.partitions())
                .name("labels")
                .strings(stream.labels())
                .name("status")
                .string(stream.status().word())
                .name("created_at")
                .string(Rfc3339.of(stream.createdAt()));
    }
}
