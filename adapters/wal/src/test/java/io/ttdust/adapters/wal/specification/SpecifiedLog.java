package io.ttdust.adapters.wal.specification;

import static io.ttdust.adapters.wal.specification.SpecifiedFrame.require;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A log's files, read by the sections "Segment" to "Commit" and steps 1 to 4 of "Recovery".
public final class SpecifiedLog {

    private static final int BLOCK = 4096;
    private static final int COMMIT_HEAD_BYTES = 64;

    private final byte[] logId;
    private final List<Segment> segments = new ArrayList<>();
    private final List<SpecifiedFrame> frames = new ArrayList<>();
    private final long start;

    /// From each accepted hole's first position to where the log goes on.
    private final Map<Long, Long> holes = new TreeMap<>();

    /// Of each partition, the offset behind each of its gaps by the first offset of that gap.
    private final Map<String, TreeMap<Long, Long>> gaps = new TreeMap<>();

    private final Map<String, Long> ends = new TreeMap<>();

    /// @param header whether the first block is one that counts
    /// @param limit nothing from there on counts
    private record Segment(ByteBuffer bytes, long base, boolean header, long session, long previousEnd, long limit) {

        boolean givenUp() {
            return limit <= base;
        }

        long bound() {
            return Math.min(limit, base + bytes.capacity());
        }
    }

    private record Commit(int at, int length, int frames, long session, long durableLsn, long end) {}

    private SpecifiedLog(Map<String, byte[]> files) {
        logId = files.getOrDefault("log-id", new byte[0]);
        require(logId.length == 16, "log-id");
        byte[] startFile = files.get("log-start");
        start = startFile == null ? 0 : startIn(buffer(startFile));
        byte[] lossFile = files.get("losses");
        if (lossFile != null) {
            readLosses(buffer(lossFile));
        }
        long limit = Long.MAX_VALUE;
        for (String name : new TreeMap<>(files).descendingKeySet()) {
            if (name.matches("[0-9]{20}\\.wal") && Long.parseLong(name.substring(0, 20)) >= start) {
                Segment segment = segment(buffer(files.getOrDefault(name, new byte[0])), name, limit);
                segments.addFirst(segment);
                limit = segment.header ? Math.min(limit, segment.previousEnd) : limit;
            }
        }
    }

    private static ByteBuffer buffer(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// The frames of the log in `files`, in LSN order.
    ///
    /// @throws UnreadableLogException if a start has to stop
    public static List<SpecifiedFrame> read(Map<String, byte[]> files) {
        SpecifiedLog log = new SpecifiedLog(files);
        log.read();
        return log.frames;
    }

    private static boolean isMagic(ByteBuffer bytes, int at, String magic) {
        for (int i = 0; i < 8; i++) {
            if (bytes.get(at + i) != (i < magic.length() ? magic.charAt(i) : 0)) {
                return false;
            }
        }
        return true;
    }

    private boolean isBlock(ByteBuffer bytes, int at, String magic) {
        return isMagic(bytes, at, magic)
                && bytes.getInt(at + 4092) == Castagnoli.of(logId, bytes, at, at + 4092, at + BLOCK);
    }

    private long startIn(ByteBuffer file) {
        long greatest = -1;
        for (int at = 0; at < 2 * BLOCK; at += BLOCK) {
            if (isBlock(file, at, "TTDSTA")) {
                require(file.getInt(at + 8) == 1, "version of log-start");
                greatest = Math.max(greatest, file.getLong(at + 32));
            }
        }
        require(greatest >= 0, "log-start");
        return greatest;
    }

    private void readLosses(ByteBuffer file) {
        require(isMagic(file, 0, "TTDLOS"), "losses");
        require(file.getInt(12) == Castagnoli.of(logId, file, 0, 12, file.capacity()), "losses");
        require(file.getInt(8) == 1, "version of losses");
        for (int i = 0; i < file.getInt(48); i++) {
            int at = 64 + 32 * i;
            require(file.getInt(at) <= 2, "cause of a loss");
            if (file.getInt(at) == 0) {
                holes.put(file.getLong(at + 8), file.getLong(at + 16));
            }
        }
        for (int at = 64 + 32 * file.getInt(48); at < file.capacity(); at += 40) {
            gaps.computeIfAbsent(SpecifiedFrame.place(file, at), place -> new TreeMap<>())
                    .put(file.getLong(at + 24), file.getLong(at + 32));
        }
    }

    private Segment segment(ByteBuffer bytes, String name, long limit) {
        long base = Long.parseLong(name.substring(0, 20));
        if (bytes.capacity() < BLOCK || !isBlock(bytes, 0, "TTDWAL") || bytes.getLong(32) != base) {
            return new Segment(bytes, base, false, 0, base, limit);
        }
        require(bytes.getInt(8) == 1, "version of a segment");
        require(bytes.getInt(64) <= 2, "sync mode of a segment");
        return new Segment(bytes, base, true, bytes.getLong(48), bytes.getLong(56), limit);
    }

    private void read() {
        long end = start;
        boolean begun = start == 0;
        int next = 0;
        while (true) {
            while (next < segments.size() && segments.get(next).givenUp()) {
                next++;
            }
            Segment segment = next < segments.size() ? segments.get(next) : null;
            if (segment != null && segment.header && segment.previousEnd == end) {
                begun = true;
                end = readCommits(segment, segment.base + BLOCK, segment.session);
                next++;
                continue;
            }
            Long beyond = holes.get(end);
            if (beyond == null) {
                require(begun && !isProven(end), "damage at LSN " + end);
                return;
            }
            begun = true;
            end = beyond;
            for (Segment one : segments) {
                if (!one.givenUp() && one.base < end && end < one.bound()) {
                    Commit first = commit(one, end);
                    require(first != null, "a hole without an end");
                    end = readCommits(one, end, one.header || first == null ? one.session : first.session);
                }
            }
        }
    }

    private long readCommits(Segment segment, long from, long session) {
        long end = from;
        Commit commit = commit(segment, end);
        while (commit != null && commit.session == session) {
            int at = commit.at + COMMIT_HEAD_BYTES;
            int commitEnd = commit.at + commit.length;
            for (int i = 0; i < commit.frames; i++) {
                SpecifiedFrame frame = SpecifiedFrame.read(logId, segment.bytes, at, commitEnd - at);
                requireNoUnknownGap(frame, segment.base + at);
                frames.add(frame);
                at += segment.bytes.getInt(at);
            }
            require(at == commitEnd, "frames of a commit");
            end = commit.end;
            commit = commit(segment, end);
        }
        return end;
    }

    private void requireNoUnknownGap(SpecifiedFrame frame, long lsn) {
        Long end = ends.put(frame.place(), frame.firstOffset() + frame.records().size());
        if (end != null && end != frame.firstOffset()) {
            Map.Entry<Long, Long> gap =
                    gaps.getOrDefault(frame.place(), new TreeMap<>()).lowerEntry(frame.firstOffset());
            boolean known = (gap != null && gap.getValue() >= frame.firstOffset())
                    || holes.keySet().stream().anyMatch(from -> from < lsn);
            require(end < frame.firstOffset() && known, "offsets of " + frame.place());
        }
    }

    private @Nullable Commit commit(Segment segment, long lsn) {
        ByteBuffer bytes = segment.bytes;
        int at = (int) (lsn - segment.base);
        if (segment.bound() - lsn < BLOCK || bytes.getInt(at) != 0x43445454 || bytes.getLong(at + 16) != lsn) {
            return null;
        }
        int length = bytes.getInt(at + 8);
        long end = lsn + (length + BLOCK - 1L) / BLOCK * BLOCK;
        if (length < COMMIT_HEAD_BYTES
                || end > segment.bound()
                || bytes.getInt(at + 48) != Castagnoli.of(logId, bytes, at, at + 48, at + length)) {
            return null;
        }
        require(bytes.getShort(at + 4) == 1, "version of a commit");
        require((bytes.getShort(at + 6) & ~1) == 0, "flags of a commit");
        return new Commit(at, length, bytes.getInt(at + 12), bytes.getLong(at + 24), bytes.getLong(at + 32), end);
    }

    private boolean isProven(long end) {
        for (Segment segment : segments) {
            if (!segment.givenUp() && segment.header && segment.previousEnd > end) {
                return true;
            }
            for (long lsn = Math.max(end, segment.base + BLOCK); lsn < segment.bound(); lsn += BLOCK) {
                Commit commit = commit(segment, lsn);
                if (commit != null && commit.durableLsn > end) {
                    return true;
                }
            }
        }
        return false;
    }
}
