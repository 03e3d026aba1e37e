package io.ttdust.adapters.wal.segment;

import io.ttdust.application.port.StorageException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which segments the log consists of. Safe for use by several threads: the writer adds at the end, whoever
/// releases drops at the start, readers look up.
public final class SegmentCatalog {

    private static final String SUFFIX = ".wal";
    private static final int DIGITS = 20;

    private volatile Segments all = new Segments(new long[0], new long[0]);
    private volatile Runnable onAdded = () -> {}; // nobody wants to know

    /// @param starts where the log ended before each segment
    @SuppressWarnings("ArrayRecordComponent")
    private record Segments(long[] bases, long[] starts) {

        int floor(long lsn) {
            int found = Arrays.binarySearch(bases, lsn);
            return found >= 0 ? found : -found - 2;
        }
    }

    /// The file name of the segment at `base`.
    public static String name(long base) {
        String digits = Long.toString(base);
        return "0".repeat(DIGITS - digits.length()) + digits + SUFFIX;
    }

    /// The base LSN that a file name says, or -1 when it is not a segment's.
    public static long base(String name) {
        if (name.length() != DIGITS + SUFFIX.length() || !name.endsWith(SUFFIX)) {
            return -1;
        }
        try {
            long base = Long.parseLong(name, 0, DIGITS, 10);
            return name.equals(name(base)) ? base : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /// Adds the segment at `base`, which lies behind all others.
    ///
    /// @param previousEnd where the log ended before it, as its header says
    public synchronized void add(long base, long previousEnd) {
        int size = all.bases.length;
        long[] bases = Arrays.copyOf(all.bases, size + 1);
        long[] starts = Arrays.copyOf(all.starts, size + 1);
        bases[size] = base;
        starts[size] = previousEnd;
        all = new Segments(bases, starts);
        onAdded.run();
    }

    /// Has `listener` told whenever a segment is added, which seals the one before. Called by the writer, so it
    /// must be quick.
    public void onAdded(Runnable listener) {
        onAdded = listener;
    }

    /// A segment that is written no more.
    ///
    /// @param end where its last commit ends
    /// @param next base of the one behind it
    public record Sealed(long base, long end, long next) {}

    /// The first sealed segment whose base is at least `lsn`; null where there is none.
    public @Nullable Sealed sealedFrom(long lsn) {
        Segments now = all;
        for (int i = 0; i + 1 < now.bases.length; i++) {
            if (now.bases[i] >= lsn) {
                return new Sealed(now.bases[i], now.starts[i + 1], now.bases[i + 1]);
            }
        }
        return null;
    }

    /// Drops all segments before the one at `base`, and answers their bases.
    public synchronized List<Long> dropBefore(long base) {
        List<Long> dropped = new ArrayList<>();
        for (int i = 0; all.bases[i] != base; i++) {
            dropped.add(all.bases[i]);
        }
        int size = all.bases.length;
        int first = dropped.size();
        all = new Segments(Arrays.copyOfRange(all.bases, first, size), Arrays.copyOfRange(all.starts, first, size));
        return dropped;
    }

    public int size() {
        return all.bases.length;
    }

    /// Base of the oldest segment.
    public long first() {
        return all.bases[0];
    }

    /// Base of the segment behind the oldest one; 0 when there is only one.
    public long secondBase() {
        Segments now = all;
        return now.bases.length > 1 ? now.bases[1] : 0;
    }

    /// Base of the newest segment, the one being written. What lies before it is in the index by now.
    public long last() {
        Segments now = all;
        return now.bases[now.bases.length - 1];
    }

    /// Where the log starts: everything before has been released.
    public long start() {
        return all.starts[0];
    }

    /// Whether the segment that `lsn` lies in is still the log's.
    public boolean holds(long lsn) {
        return all.floor(lsn) >= 0;
    }

    /// Base of the segment that holds `lsn`.
    ///
    /// @throws StorageException if it has been released
    public long baseOf(long lsn) {
        Segments now = all;
        return now.bases[floor(now, lsn)];
    }

    /// Base of the segment behind the one that holds `lsn`, or [Long#MAX_VALUE].
    ///
    /// @throws StorageException if the one that holds `lsn` has been released
    public long baseAfter(long lsn) {
        Segments now = all;
        int next = floor(now, lsn) + 1;
        return next < now.bases.length ? now.bases[next] : Long.MAX_VALUE;
    }

    private static int floor(Segments now, long lsn) {
        int floor = now.floor(lsn);
        if (floor < 0) {
            throw new StorageException("the log has released LSN %d".formatted(lsn));
        }
        return floor;
    }
}
