package io.ttdust.adapters.wal.format;

/// Layout of one record in a frame: presence bits (2 bytes), payload length (4), payload, then what the bits announce,
/// in the order of the bits.
///
/// | bit | content |
/// |---|---|
/// | 0 | partition key: length (4), UTF-8 |
/// | 1 | metadata: entry count (4), then per entry key and value, each length (4), UTF-8 |
/// | 2 | event time: Unix microseconds (8) |
/// | 3 | idempotency key: length (4), UTF-8; fingerprint of the body (16) |
/// | 4 | producer: id (16), epoch (4), sequence (8) |
/// | 5 | trace: trace id (16), span id (8) |
/// | 6 | deliver-at: Unix microseconds (8) |
/// | 7 | content kind (1): 0 JSON under the schema, 1 JSON without, 2 opaque bytes; absent means 0 |
/// | 8–15 | must be 0 |
///
/// Bits 4 to 7 are reserved: never written yet, skipped when read.
final class RecordLayout {

    static final int HEAD_BYTES = 6;

    static final int PARTITION_KEY = 1;
    static final int METADATA = 1 << 1;
    static final int EVENT_TIME = 1 << 2;
    static final int IDEMPOTENCY_KEY = 1 << 3;
    static final int PRODUCER = 1 << 4;
    static final int TRACE = 1 << 5;
    static final int DELIVER_AT = 1 << 6;
    static final int CONTENT_KIND = 1 << 7;
    static final int KNOWN = (1 << 8) - 1;
    static final int ATTRIBUTES = PARTITION_KEY | METADATA | EVENT_TIME | IDEMPOTENCY_KEY;

    static final int FINGERPRINT_BYTES = 16;
    static final int PRODUCER_BYTES = 28;
    static final int TRACE_BYTES = 24;

    private RecordLayout() {}

    /// Bytes of the reserved fields among `presence`, which all have a fixed length.
    static int reservedBytes(int presence) {
        return ((presence & PRODUCER) == 0 ? 0 : PRODUCER_BYTES)
                + ((presence & TRACE) == 0 ? 0 : TRACE_BYTES)
                + ((presence & DELIVER_AT) == 0 ? 0 : Long.BYTES)
                + ((presence & CONTENT_KIND) == 0 ? 0 : 1);
    }
}
