package io.ttdust.adapters.wal.recovery;

import io.ttdust.adapters.wal.file.LogFile;
import io.ttdust.adapters.wal.file.LogFiles;
import io.ttdust.adapters.wal.format.Checksum;
import io.ttdust.adapters.wal.format.DamagedLogException;
import io.ttdust.adapters.wal.format.FrameDecoder;
import io.ttdust.adapters.wal.format.FrameHeader;
import io.ttdust.adapters.wal.format.SegmentHeader;
import io.ttdust.adapters.wal.index.LogIndex;
import io.ttdust.adapters.wal.index.PartitionIndex;
import io.ttdust.adapters.wal.segment.SegmentCatalog;
import io.ttdust.adapters.wal.segment.Spares;
import io.ttdust.domain.record.LoggedBatch;
import io.ttdust.domain.storage.Checkpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads a log's files when it is opened, keeps what may have been durable, and says where to go on.
///
/// Changes nothing but to write again what it keeps without proof, so it can be killed anywhere and run again.
/// What it cut becomes ineffective when the next segment's header is durable, which says where the log ended;
/// only then [#tidy] may remove files.
public final class Recovery {

    private final LogFiles files;
    private final Checksum checksum;
    private final LogIndex index;
    private final Consumer<LoggedBatch> keyed;
    private final List<FoundSegment> found;
    private final List<FoundSegment> segments;
    private final long segmentBytes;
    private final long startLsn;
    private boolean begun;
    private @Nullable FoundSegment lastWithFrames;
    private long framesEnd;
    private long lastWithFramesEnd;
    private long provenEnd;
    private long lastMicros;
    private long session;
    private long commits;
    private long records;
    private @Nullable RecoveryReport report;

    private Recovery(
            LogFiles files, byte[] logId, long segmentBytes, long startLsn, LogIndex index, Consumer<LoggedBatch> keyed)
            throws IOException {
        this.files = files;
        this.checksum = new Checksum(logId);
        this.index = index;
        this.keyed = keyed;
        this.segmentBytes = segmentBytes;
        this.startLsn = startLsn;
        this.found = FoundSegment.in(files, logId);
        this.segments =
                found.stream().filter(segment -> segment.base() >= startLsn).toList();
    }

    /// Recovers the log in `files`.
    ///
    /// @param startLsn everything before has been released; files that still lie there are left out
    /// @param flushed the checkpoints that metadata holds
    /// @param index empty; filled with what is kept
    /// @param keyed shown every batch kept that has idempotency keys, in LSN order
    /// @throws DamagedLogException if something durable is gone; nothing was changed then
    public static Recovery run(
            LogFiles files,
            byte[] logId,
            long segmentBytes,
            long startLsn,
            List<Checkpoint> flushed,
            SegmentCatalog catalog,
            LogIndex index,
            Consumer<LoggedBatch> keyed)
            throws IOException {
        long start = System.nanoTime();
        Recovery recovery = new Recovery(files, logId, segmentBytes, startLsn, index, keyed);
        Aftermath aftermath = recovery.scan();
        recovery.apply(new FlushedPart(flushed, index), aftermath);
        long rewritten = recovery.rewriteUnproven();
        int kept = recovery.catalogKept(catalog);
        recovery.report = new RecoveryReport(
                kept,
                recovery.commits,
                recovery.records,
                aftermath.commits(),
                aftermath.records(),
                aftermath.bytes(),
                rewritten,
                Duration.ofNanos(System.nanoTime() - start));
        return recovery;
    }

    private Aftermath scan() throws IOException {
        long end = startLsn;
        int next = 0;
        while (next < segments.size()) {
            FoundSegment segment = segments.get(next);
            if (!segment.isSuperseded()) {
                SegmentHeader header = segment.header();
                if (header == null || header.previousEnd() != end) {
                    break;
                }
                provenEnd = Math.max(provenEnd, end);
                begun = true;
                end = scan(segment, header);
                if (end != segment.limit()) {
                    break;
                }
            }
            next++;
        }
        for (FoundSegment segment : segments) {
            session = segment.header() == null
                    ? session
                    : Math.max(session, segment.header().session());
        }
        Aftermath aftermath = new Aftermath(files, checksum, index, end, startLsn > 0 && !begun);
        aftermath.search(segments.subList(next, segments.size()));
        session = Math.max(session, aftermath.session());
        return aftermath;
    }

    private void apply(FlushedPart flushed, Aftermath aftermath) {
        flushed.check(aftermath.end());
        flushed.apply();
        lastMicros = Math.max(lastMicros, flushed.lastMicros());
    }

    /// Takes in the segment's commits; answers where the first one is missing.
    private long scan(FoundSegment segment, SegmentHeader header) throws IOException {
        try (SegmentScanner scanner = new SegmentScanner(files, segment, checksum)) {
            long end = segment.start();
            while (end < segment.bound() && scanner.load(end) && scanner.session() == header.session()) {
                end = scanner.end();
                commits++;
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
                    .formatted(
                            lsn,
                            first,
                            FrameHeader.stream(window, at),
                            FrameHeader.partition(window, at),
                            partition.endOffset()));
        }
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

    /// After a sync that failed, the system may show bytes that the disk does not have. So what is kept and was not
    /// proven to be on the disk is put there now.
    private long rewriteUnproven() throws IOException {
        if (lastWithFrames == null || framesEnd <= provenEnd) {
            return 0;
        }
        long start = Math.max(provenEnd, lastWithFrames.base());
        try (LogFile file = files.open(lastWithFrames.name())) {
            ByteBuffer bytes = ByteBuffer.allocate((int) (framesEnd - start));
            file.read(bytes, start - lastWithFrames.base());
            file.write(bytes.flip(), start - lastWithFrames.base());
            file.sync();
        }
        return framesEnd - start;
    }

    private int catalogKept(SegmentCatalog catalog) {
        for (FoundSegment segment : segments) {
            if (isKept(segment)) {
                catalog.add(segment.base(), segment.previousEnd());
            }
        }
        return catalog.size();
    }

    private boolean isKept(FoundSegment segment) {
        return lastWithFrames != null
                && segment.base() >= startLsn
                && segment.base() <= lastWithFrames.base()
                && !segment.isSuperseded();
    }

    /// Removes what the log no longer holds, once a later segment's header says so: released segments, segments
    /// without a kept frame at the end, and what the last kept one holds behind its end.
    public void tidy(Spares spares) throws IOException {
        for (FoundSegment segment : found) {
            if (!isKept(segment)) {
                spares.recycle(segment.name());
            } else if (segment.equals(lastWithFrames) && segment.fileBytes() > end() - segment.base()) {
                try (LogFile file = files.open(segment.name())) {
                    file.truncate(end() - segment.base());
                    file.sync();
                }
            }
        }
    }

    /// Where the kept log ends. Commits without frames at its end are kept only where they are proven.
    public long end() {
        return Math.max(startLsn, Math.max(framesEnd, Math.min(provenEnd, lastWithFramesEnd)));
    }

    /// Beyond every LSN that any session can have written.
    public long nextBase() {
        long next = 0;
        for (FoundSegment segment : found) {
            next = Math.max(next, segment.unused(segmentBytes));
        }
        return next;
    }

    /// The session to come.
    public long nextSession() {
        return session + 1;
    }

    /// The latest receive time that was given and kept.
    public long lastMicros() {
        return lastMicros;
    }

    public RecoveryReport report() {
        if (report == null) {
            throw new IllegalStateException("recovery has not ended");
        }
        return report;
    }
}
