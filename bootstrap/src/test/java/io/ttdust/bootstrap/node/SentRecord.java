package io.ttdust.bootstrap.node;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A record as a producer has it, before it is put into one form or another.
///
/// @param payload JSON text, which the payload's bytes are
record SentRecord(
        String payload,
        @Nullable String key,
        @Nullable String partitionKey,
        Map<String, String> metadata,
        @Nullable Long eventMicros) {

    static SentRecord plain(String payload) {
        return new SentRecord(payload, null, null, Map.of(), null);
    }

    static SentRecord keyed(String key, String payload) {
        return new SentRecord(payload, key, null, Map.of(), null);
    }

    SentRecord withPartitionKey(String other) {
        return new SentRecord(payload, key, other, metadata, eventMicros);
    }

    SentRecord withMetadata(Map<String, String> other) {
        return new SentRecord(payload, key, partitionKey, other, eventMicros);
    }

    SentRecord withEventMicros(long other) {
        return new SentRecord(payload, key, partitionKey, metadata, other);
    }
}
