package io.ttdust.domain.record;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What may accompany a payload. Most records have none of it; then the shared [#NONE] stands in.
///
/// @param idempotencyKey counts once for 24 hours within its stream
/// @param partitionKey decides the partition
/// @param eventTimeMicros when the event happened, Unix microseconds, or [#NO_EVENT_TIME]
public record RecordAttributes(
        @Nullable String idempotencyKey,
        @Nullable String partitionKey,
        Map<String, String> metadata,
        long eventTimeMicros) {

    public static final long NO_EVENT_TIME = Long.MIN_VALUE;

    /// This object, and what a table entry, two strings and their arrays take beside their characters.
    private static final int OWN_BYTES = 64;

    private static final int PAIR_BYTES = 130;

    public static final RecordAttributes NONE = new RecordAttributes(null, null, Map.of(), NO_EVENT_TIME);

    public RecordAttributes {
        metadata = Map.copyOf(metadata);
    }

    /// Attributes of a record with an idempotency key alone.
    public static RecordAttributes ofKey(String idempotencyKey) {
        return new RecordAttributes(idempotencyKey, null, Map.of(), NO_EVENT_TIME);
    }

    /// About how many bytes of memory these take, and at least as many as they take in the log.
    public int weightBytes() {
        if (isEmpty()) {
            return 0;
        }
        int bytes = OWN_BYTES + weight(idempotencyKey) + weight(partitionKey);
        for (Map.Entry<String, String> pair : metadata.entrySet()) {
            bytes += PAIR_BYTES + weight(pair.getKey()) + weight(pair.getValue());
        }
        return bytes;
    }

    /// A character takes at most three bytes of UTF-8, and at most two in memory.
    private static int weight(@Nullable String text) {
        return text == null ? 0 : 3 * text.length();
    }

    public boolean isEmpty() {
        return idempotencyKey == null && partitionKey == null && metadata.isEmpty() && eventTimeMicros == NO_EVENT_TIME;
    }
}
