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
    public static final RecordAttributes NONE = new RecordAttributes(null, null, Map.of(), NO_EVENT_TIME);

    public RecordAttributes {
        metadata = Map.copyOf(metadata);
    }

    /// Attributes of a record with an idempotency key alone.
    public static RecordAttributes ofKey(String idempotencyKey) {
        return new RecordAttributes(idempotencyKey, null, Map.of(), NO_EVENT_TIME);
    }

    public boolean isEmpty() {
        return idempotencyKey == null && partitionKey == null && metadata.isEmpty() && eventTimeMicros == NO_EVENT_TIME;
    }
}
