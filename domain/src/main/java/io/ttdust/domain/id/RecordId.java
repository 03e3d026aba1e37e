package io.ttdust.domain.id;

import java.util.UUID;

/// Identifier of a record; spelled `rec_` + UUIDv7.
///
/// It is computed, not drawn: the time part is the record's receive time in milliseconds and the 74 remaining bits
/// hold the partition (10), the offset (48) and the [stream's tag][StreamId#tag] (16), most significant first.
/// Looking a record up by its id therefore needs no index.
public record RecordId(UUID uuid) {

    private static final String PREFIX = "rec_";
    private static final long OFFSET_MAX = (1L << 48) - 1;

    /// The id of the record at `offset` of `partition`, received at `receiveMicros` (Unix microseconds).
    ///
    /// @param streamTag [StreamId#tag] of the record's stream; handed in because it costs a SHA-256
    public static RecordId of(int streamTag, int partition, long offset, long receiveMicros) {
        if (partition < 0 || partition > 1023) {
            throw new IllegalArgumentException("partition outside 0..1023: %d".formatted(partition));
        }
        if (offset < 0 || offset > OFFSET_MAX) {
            throw new IllegalArgumentException("offset outside 0..2^48-1: %d".formatted(offset));
        }
        // The first 12 of the 74 bits end inside the offset: 10 bits of partition, 2 bits of offset.
        long first = ((long) partition << 2) | (offset >>> 46);
        long second = ((offset & ((1L << 46) - 1)) << 16) | (streamTag & 0xFFFF);
        return new RecordId(UuidV7.of(Math.floorDiv(receiveMicros, 1000L), first, second));
    }

    /// Parses the spelling that [#toString] gives.
    ///
    /// @throws IllegalArgumentException if `text` is not spelled like this identifier
    public static RecordId parse(String text) {
        return new RecordId(UuidV7.parse(PREFIX, text));
    }

    public int partition() {
        return (int) ((uuid.getMostSignificantBits() & 0xFFF) >>> 2);
    }

    public long offset() {
        long high = uuid.getMostSignificantBits() & 3;
        return (high << 46) | ((uuid.getLeastSignificantBits() & 0x3FFF_FFFF_FFFF_FFFFL) >>> 16);
    }

    /// The [StreamId#tag] of the stream the record belongs to.
    public int streamTag() {
        return (int) (uuid.getLeastSignificantBits() & 0xFFFF);
    }

    /// Receive time, Unix milliseconds.
    public long receiveMillis() {
        return UuidV7.unixMillis(uuid);
    }

    @Override
    public String toString() {
        return PREFIX + uuid;
    }
}
