package io.ttdust.adapters.wal.story;

import io.ttdust.adapters.wal.file.SimulatedDisk;
import io.ttdust.domain.id.StreamId;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// The file `losses` of a log, read by the table of the format's specification alone. All streams of stories are
/// older than any loss.
///
/// @param holes the LSNs at which something is missing, and where the log went on behind each
/// @param unlistedFrom where a place begins that is not listed
record WrittenLosses(Map<Long, Long> holes, Map<Place, List<Range>> ranges, long unlistedFrom) {

    private record Range(long first, long end) {}

    private static final int HEADER = 64;
    private static final int HOLE = 32;
    private static final int RANGE = 40;
    private static final int CRC_AT = 12;

    static WrittenLosses on(SimulatedDisk disk, byte[] logId) {
        Map<Long, Long> holes = new HashMap<>();
        Map<Place, List<Range>> ranges = new HashMap<>();
        if (!disk.names().contains("losses")) {
            return new WrittenLosses(holes, ranges, 0);
        }
        ByteBuffer bytes = ByteBuffer.wrap(disk.bytes("losses")).order(ByteOrder.LITTLE_ENDIAN);
        Book.demand(
                bytes.getInt(CRC_AT) == Found.crc(bytes, logId, 0, CRC_AT, bytes.capacity()),
                "the file losses is not whole");
        int at = HEADER;
        for (int i = 0; i < bytes.getInt(48); i++) {
            holes.put(bytes.getLong(at + 8), bytes.getLong(at + 16));
            at += HOLE;
        }
        for (int i = 0; i < bytes.getInt(52); i++) {
            UUID stream = new UUID(Long.reverseBytes(bytes.getLong(at)), Long.reverseBytes(bytes.getLong(at + 8)));
            ranges.computeIfAbsent(new Place(new StreamId(stream), bytes.getInt(at + 16)), place -> new ArrayList<>())
                    .add(new Range(bytes.getLong(at + 24), bytes.getLong(at + 32)));
            at += RANGE;
        }
        return new WrittenLosses(holes, ranges, bytes.getLong(32));
    }

    /// Where a place goes on at least.
    long goesOnAt(Place place) {
        List<Range> own = ranges.get(place);
        return own == null ? unlistedFrom : own.getLast().end;
    }

    /// The first offset from `offset` on that is not lost.
    long after(Place place, long offset) {
        List<Range> own = ranges.get(place);
        if (own == null) {
            return Math.max(offset, unlistedFrom);
        }
        return own.stream()
                .filter(one -> one.first <= offset && offset < one.end)
                .mapToLong(Range::end)
                .findFirst()
                .orElse(offset);
    }
}
