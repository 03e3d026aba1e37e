package io.ttdust.domain.record;

import io.ttdust.domain.id.RecordId;
import java.nio.ByteBuffer;
import java.util.Map;

/// One record named on its own, as queries answer it.
///
/// @param receiveMicros receive time, Unix microseconds
/// @param payload read-only, the exact bytes received
public record StreamRecord(
        RecordId id,
        int partition,
        long offset,
        long receiveMicros,
        int schemaVersion,
        ByteBuffer payload,
        Map<String, String> metadata) {}
