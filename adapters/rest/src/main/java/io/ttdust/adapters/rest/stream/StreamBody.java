package io.ttdust.adapters.rest.stream;

import io.ttdust.adapters.rest.json.JsonWriter;
import io.ttdust.adapters.rest.json.Rfc3339;
import io.ttdust.application.query.Listing;
import io.ttdust.domain.stream.StreamDefinition;

/// How streams look in answers.
final class StreamBody {

    private StreamBody() {}

    static byte[] of(StreamDefinition stream) {
        JsonWriter json = new JsonWriter(1024);
        write(json, stream);
        return json.toByteArray();
    }

    static byte[] of(Listing<StreamDefinition> page) {
        JsonWriter json = new JsonWriter(512 * (page.items().size() + 1))
                .beginObject()
                .name("streams")
                .beginArray();
        for (StreamDefinition stream : page.items()) {
            write(json, stream);
        }
        return json.endArray()
                .name("next_cursor")
                .stringOrNull(page.next())
                .endObject()
                .toByteArray();
    }

    private static void write(JsonWriter json, StreamDefinition stream) {
        json.beginObject()
                .name("stream_id")
                .string(stream.id().toString())
                .name("name")
                .string(stream.name().value())
                .name("description")
                .string(stream.description())
                .name("schema_id")
                .string(stream.schemaId().toString())
                .name("schema_version")
                .number(stream.schemaVersion())
                .name("partitions")
                .number(stream.partitions())
                .name("labels")
                .strings(stream.labels())
                .name("status")
                .string(stream.status().word())
                .name("created_at")
                .string(Rfc3339.of(stream.createdAt()))
                .endObject();
    }
}
