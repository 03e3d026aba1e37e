package io.ttdust.adapters.rest.record;

import io.ttdust.adapters.rest.json.JsonWriter;
import io.ttdust.adapters.rest.json.Rfc3339;
import io.ttdust.domain.query.Page;
import io.ttdust.domain.record.StreamRecord;
import org.jspecify.annotations.Nullable;

/// How records look in answers. Payloads are copied in as they were received; nothing parses them again.
final class PageBody {

    private static final int RECORD_BYTES = 192;

    private PageBody() {}

    static byte[] of(Page page, @Nullable String nextCursor, long millis) {
        JsonWriter json =
                new JsonWriter(size(page)).beginObject().name("records").beginArray();
        long micros = Long.MIN_VALUE;
        String ingestedAt = "";
        for (StreamRecord record : page.records()) {
            // Records of one batch share their time, so the last one's text usually serves again.
            if (record.receiveMicros() != micros) {
                micros = record.receiveMicros();
                ingestedAt = Rfc3339.ofMicros(micros);
            }
            write(json, record, ingestedAt);
        }
        return json.endArray()
                .name("next_cursor")
                .stringOrNull(nextCursor)
                .name("metadata")
                .beginObject()
                .name("records_scanned")
                .number(page.recordsScanned())
                .name("partitions_scanned")
                .number(page.partitionsScanned())
                .name("files_pruned")
                .number(page.filesPruned())
                .name("cache_hits")
                .number(0)
                .name("execution_time_ms")
                .number(millis)
                .name("complete_through")
                .string(Rfc3339.ofMicros(page.completeThroughMicros()))
                .endObject()
                .endObject()
                .toByteArray();
    }

    /// The answer to a look-up.
    static byte[] of(@Nullable StreamRecord found) {
        JsonWriter json = new JsonWriter(
                        RECORD_BYTES + (found == null ? 0 : found.payload().remaining()))
                .beginObject()
                .name("found")
                .bool(found != null)
                .name("record");
        if (found == null) {
            json.stringOrNull(null);
        } else {
            write(json, found, Rfc3339.ofMicros(found.receiveMicros()));
        }
        return json.endObject().toByteArray();
    }

    private static int size(Page page) {
        long bytes = 512;
        for (StreamRecord record : page.records()) {
            bytes += RECORD_BYTES + record.payload().remaining();
        }
        return Math.toIntExact(bytes);
    }

    private static void write(JsonWriter json, StreamRecord record, String ingestedAt) {
        json.beginObject()
                .name("record_id")
                .id("rec_", record.id().uuid())
                .name("partition")
                .number(record.partition())
                .name("sequence_number")
                .number(record.offset())
                .name("ingested_at")
                .string(ingestedAt)
                .name("payload")
                .raw(record.payload())
                .name("metadata")
                .strings(record.metadata())
                .endObject();
    }
}
