package io.ttdust.adapters.wal.recovery;

import io.ttdust.adapters.wal.file.LogFiles;
import io.ttdust.adapters.wal.format.Checksum;
import io.ttdust.adapters.wal.format.CommitHeader;
import io.ttdust.adapters.wal.format.DamagedLogException;
import io.ttdust.adapters.wal.format.FrameDecoder;
import io.ttdust.adapters.wal.format.FrameHeader;
import io.ttdust.adapters.wal.format.SegmentHeader;
import io.ttdust.adapters.wal.format.SyncMode;
import io.ttdust.adapters.wal.index.LogIndex;
import io.ttdust.adapters.wal.index.PartitionIndex;
import io.ttdust.adapters.wal.loss.LossFile;
import io.ttdust.domain.record.LoggedBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads a log's segments in LSN order into its index, and notes what recovery has to know of them.
final class LogScan {

    /// Of a segment whose header cannot be read: its commits say it.
    private static final long ANY_SESSION = -1;

    private final LogFiles files;
    private final Checksum checksum;
    private final List<FoundSegment> segments;
    private final LogIndex index;
    private final LossFinding finding;
    private final Consumer<LoggedBatch> keyed;
    private boolean begun;
    private @Nullable FoundSegment lastWithFrames;
    private long framesEnd;
    private long lastWithFramesEnd;
    private long provenEnd;
    private long lastMicros;
    private long session;
    private int lastFlags;
    private long commits;
    private long records;

    /// @param segments those that are not released, by base
    LogScan(
            LogFiles files,
            Checksum checksum,
            List<FoundSegment> segments,
            LogIndex index,
            LossFinding finding,
            Consumer<LoggedBatch> keyed) {
        this.files = files;
        this.checksum = checksum;
        this.segments = segments;
        this.index = index;
        this.finding = finding;
        this.keyed = keyed;
        for (FoundSegment segment : segments) {
            if (segment.header() != null) {
                seen(segment.header().session());
            }
        }
    }

    /// How far the log was read.
    ///
    /// @param end up to where it can be read
    /// @param segment the one of the segments that holds it, or could not be read from there on
    record Reach(long end, int segment) {}

    /// Reads on until nothing more can be read.
    Reach readOn(Reach from) throws IOException {
        long end = from.end;
        int next = from.segment;
        while (next < segments.size()) {
            FoundSegment segment = segments.get(next);
            SegmentHeader header = segment.header();
            if (end > segment.base()) {
                end = scan(segment, end, header == null ? ANY_SESSION : header.session());
            } else if (!segment.isSuperseded()) {
                if (header == null || header.previousEnd() != end) {
                    break;
                }
                provenEnd = Math.max(provenEnd, end);
                begun = true;
                end = scan(segment, segment.start(), header.session());
            }
            if (!segment.isSuperseded() && end != segment.limit()) {
                break;
            }
            next++;
        }
        return new Reach(end, next);
    }

    /// The place to read on from `lsn`, behind a hole; null if no segment has it.
    @Nullable
    Reach behindHole(long lsn, int from) {
        for (int i = from; lsn >= 0 && i < segments.size(); i++) {
            FoundSegment segment = segments.get(i);
            boolean follows = segment.header() != null && segment.previousEnd() == lsn;
            if (!segment.isSuperseded() && (follows || (segment.base() < lsn && lsn < segment.bound()))) {
                begun = true;
                provenEnd = Math.max(provenEnd, lsn);
                index.endRuns();
                return new Reach(lsn, i);
            }
        }
        return null;
    }

    /// Takes in the segment's commits from `start` on; answers where the first one is missing.
    private long scan(FoundSegment segment, long start, long inSession) throws IOException {
        try (SegmentScanner scanner = new SegmentScanner(files, segment, checksum)) {
            long end = start;
            long expected = inSession;
            lastFlags = 0;
            while (end < segment.bound() && scanner.load(end)) {
                expected = expected == ANY_SESSION ? scanner.session() : expected;
                if (scanner.session() != expected) {
                    break;
                }
                end = scanner.end();
                commits++;
                seen(expected);
                lastFlags = scanner.flags();
                provenEnd = Math.max(provenEnd, scanner.durableLsn());
                lastMicros = Math.max(lastMicros, scanner.stagedMicros());
                if (scanner.frames() > 0) {
                    scanner.forEachFrame(
                            (window, at, lsn, commitEnd) -> take(window, at, lsn, segment.base(), commitEnd));
                    framesEnd = end;
                    lastWithFrames = segment;
                }
            }
            if (segment.equals(lastWithFrames)) {
                lastWithFramesEnd = end;
            }
            return end;
        }
    }

    private void take(ByteBuffer window, int at, long lsn, long segment, long commitEnd) {
        PartitionIndex partition = index.of(FrameHeader.stream(window, at), FrameHeader.partition(window, at));
        long first = FrameHeader.firstOffset(window, at);
        int count = FrameHeader.records(window, at);
        long micros = FrameHeader.receiveMicros(window, at);
        int length = FrameHeader.length(window, at);
        if (first < partition.endOffset()) {
            throw new DamagedLogException("the frame at LSN %d starts at offset %d of %s partition %d, which ends at %d"
                    .formatted(lsn, first, partition.stream(), partition.partition(), partition.endOffset()));
        }
        if (partition.holdsFrames()
                && first > partition.endOffset()
                && !finding.mayGoOnAt(partition.stream(), partition.partition(), first, lsn)) {
            throw new DamagedLogException(
                    "the frame at LSN %d starts at offset %d of %s partition %d, where offset %d was to come, and no loss of that is known; nothing was changed. If the file '%s' was there and is gone, put it back"
                            .formatted(
                                    lsn,
                                    first,
                                    partition.stream(),
                                    partition.partition(),
                                    partition.endOffset(),
                                    LossFile.NAME));
        }
        finding.frame(partition.stream(), partition.partition(), partition.endOffset(), first);
        partition.stageUpTo(first + count, length);
        partition.add(first, count, lsn, length, micros, segment, commitEnd);

        lastMicros = Math.max(lastMicros, micros);
        records += count;
        if ((FrameHeader.flags(window, at) & FrameHeader.KEYED) != 0) {
            byte[] frame = new byte[length];
            window.get(at, frame);
            keyed.accept(FrameDecoder.decode(frame, 0, lsn));
        }
    }

    /// A session of this number wrote something.
    void seen(long number) {
        session = Math.max(session, number);
    }

    /// Whether any segment could be read from its start or from behind a hole.
    boolean begun() {
        return begun;
    }

    /// Whether the last session did not sync what it acknowledged, and was not closed.
    boolean isStoppedUnsynced() {
        SegmentHeader last = segments.reversed().stream()
                .map(FoundSegment::header)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        return last != null && last.sync() != SyncMode.EVERY && lastFlags != CommitHeader.CLEAN_STOP;
    }

    /// The last segment that holds frames; null while there is none.
    @Nullable
    FoundSegment lastWithFrames() {
        return lastWithFrames;
    }

    /// Where the last commit with frames ends.
    long framesEnd() {
        return framesEnd;
    }

    /// Up to where the log is known to have been on the disk.
    long provenEnd() {
        return provenEnd;
    }

    /// Where the log ends. Commits without frames at its end count only where they are proven.
    long end() {
        return Math.max(framesEnd, Math.min(provenEnd, lastWithFramesEnd));
    }

    /// The latest receive time of what was read, Unix microseconds.
    long lastMicros() {
        return lastMicros;
    }

    /// The latest session that is known to have written.
    long session() {
        return session;
    }

    long commits() {
        return commits;
    }

    long records() {
        return records;
    }
}
