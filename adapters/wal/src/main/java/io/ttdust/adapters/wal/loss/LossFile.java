package io.ttdust.adapters.wal.loss;

import io.ttdust.adapters.wal.file.LogFile;
import io.ttdust.adapters.wal.file.LogFiles;
import io.ttdust.adapters.wal.file.ReadableFiles;
import io.ttdust.adapters.wal.format.Checksum;
import io.ttdust.adapters.wal.format.DamagedLogException;
import io.ttdust.adapters.wal.index.Place;
import io.ttdust.application.port.StorageException;
import io.ttdust.domain.id.StreamId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// The file `losses` of a log: replaced whole whenever something is lost; not there while nothing is.
///
/// | at | bytes | field |
/// |---|---|---|
/// | 0 | 8 | magic `TTDLOS` and two zeros |
/// | 8 | 4 | format version, 1 |
/// | 12 | 4 | checksum over all other bytes of the file |
/// | 16 | 16 | log id |
/// | 32 | 8 | where a partition begins that is not listed, of a stream from before |
/// | 40 | 8 | that time, Unix microseconds |
/// | 48 | 4 | number of holes |
/// | 52 | 4 | number of ranges |
/// | 56 | 8 | zero |
/// | 64 | 32 each | holes: cause (4), zero (4), from LSN (8), next LSN (8), time (8) |
/// | | 40 each | ranges: stream id (16, most significant byte first), partition (4), zero (4), first (8), end (8) |
///
/// The file ends behind its last range.
public final class LossFile {

    /// Of the file.
    public static final String NAME = "losses";
    private static final long MAGIC = 0x0000534F4C445454L;
    private static final int VERSION = 1;
    private static final int HEADER_BYTES = 64;
    private static final int HOLE_BYTES = 32;
    private static final int RANGE_BYTES = 40;
    private static final int CHECKSUM_AT = 12;
    private static final int LOG_ID_AT = 16;

    /// Six million ranges: more than a node can have partitions, many times over.
    private static final int BYTES_MAX = 256 << 20;

    private LossFile() {}

    /// What the log in `files` has lost; [Losses#EMPTY] if it has never lost anything.
    ///
    /// @throws DamagedLogException if the file is there and cannot be believed
    /// @throws StorageException if it is of a later format
    public static Losses read(ReadableFiles files, byte[] logId) throws IOException {
        if (!files.list().contains(NAME)) {
            return Losses.EMPTY;
        }
        return of(bytes(files), logId);
    }

    /// The whole file, which must be there.
    ///
    /// @throws DamagedLogException if it cannot be one by its size
    public static ByteBuffer bytes(ReadableFiles files) throws IOException {
        try (LogFile file = files.open(NAME)) {
            if (file.size() > BYTES_MAX) {
                throw damaged();
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
            file.read(bytes, 0);
            return bytes.flip();
        }
    }

    /// What a whole file says.
    ///
    /// @throws DamagedLogException if it cannot be believed
    /// @throws StorageException if it is of a later format
    public static Losses of(ByteBuffer file, byte[] logId) {
        ByteBuffer bytes = file.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.capacity() < HEADER_BYTES
                || bytes.getLong(0) != MAGIC
                || bytes.getInt(CHECKSUM_AT) != new Checksum(logId).of(bytes, 0, CHECKSUM_AT, bytes.capacity())) {
            throw damaged();
        }
        if (bytes.getInt(8) != VERSION) {
            throw new StorageException("the file %s has format version %d, this program reads version %d"
                    .formatted(NAME, bytes.getInt(8), VERSION));
        }
        if (bytes.capacity() != length(bytes.getInt(48), bytes.getInt(52))) {
            throw damaged();
        }
        return parse(bytes);
    }

    private static long length(int holes, int ranges) {
        return HEADER_BYTES + (long) HOLE_BYTES * holes + (long) RANGE_BYTES * ranges;
    }

    private static DamagedLogException damaged() {
        return new DamagedLogException(
                "the file %s, which says what the log has lost before, cannot be read; nothing was changed."
                                .formatted(NAME)
                        + " Keep all files of the directory as they are; if there is a copy, put it in place");
    }

    private static Losses parse(ByteBuffer bytes) {
        List<Hole> holes = new ArrayList<>();
        int at = HEADER_BYTES;
        for (int i = 0; i < bytes.getInt(48); i++) {
            holes.add(new Hole(
                    Hole.Cause.of(bytes.getInt(at)),
                    bytes.getLong(at + 8),
                    bytes.getLong(at + 16),
                    bytes.getLong(at + 24)));
            at += HOLE_BYTES;
        }
        Map<Place, List<LostRange>> ranges = new LinkedHashMap<>();
        for (int i = 0; i < bytes.getInt(52); i++) {
            UUID stream = new UUID(Long.reverseBytes(bytes.getLong(at)), Long.reverseBytes(bytes.getLong(at + 8)));
            Place place = new Place(new StreamId(stream), bytes.getInt(at + 16));
            ranges.computeIfAbsent(place, p -> new ArrayList<>())
                    .add(new LostRange(bytes.getLong(at + 24), bytes.getLong(at + 32)));
            at += RANGE_BYTES;
        }
        return new Losses(holes, ranges, bytes.getLong(32), bytes.getLong(40));
    }

    /// Writes `losses` down, durably; killed on the way, the file is as before.
    ///
    /// @throws StorageException if there are more than the file may hold
    public static void write(LogFiles files, byte[] logId, Losses losses) throws IOException {
        int ranges = losses.ranges().values().stream().mapToInt(List::size).sum();
        long length = length(losses.holes().size(), ranges);
        if (length > BYTES_MAX) {
            throw new StorageException("%d lost ranges are more than the file %s holds".formatted(ranges, NAME));
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(0, MAGIC)
                .putInt(8, VERSION)
                .put(LOG_ID_AT, logId)
                .putLong(32, losses.unseenFrom())
                .putLong(40, losses.unseenBeforeMicros())
                .putInt(48, losses.holes().size())
                .putInt(52, ranges)
                .position(HEADER_BYTES);
        for (Hole hole : losses.holes()) {
            bytes.putInt(hole.cause().code())
                    .putInt(0)
                    .putLong(hole.fromLsn())
                    .putLong(hole.nextLsn())
                    .putLong(hole.recordedMicros());
        }
        // In one order, so that the same losses are the same bytes.
        List<Place> places = new ArrayList<>(losses.places());
        places.sort(Comparator.comparing((Place place) -> place.stream().uuid()).thenComparingInt(Place::partition));
        for (Place place : places) {
            for (LostRange range : losses.ranges().getOrDefault(place, List.of())) {
                bytes.put(place.stream().bytes())
                        .putInt(place.partition())
                        .putInt(0)
                        .putLong(range.first())
                        .putLong(range.end());
            }
        }
        bytes.putInt(CHECKSUM_AT, new Checksum(logId).of(bytes, 0, CHECKSUM_AT, bytes.capacity()));
        files.createWhole(NAME, bytes.flip(), length);
    }
}
