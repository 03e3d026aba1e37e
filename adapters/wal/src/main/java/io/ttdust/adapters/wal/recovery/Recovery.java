package io.ttdust.adapters.wal.recovery;

import io.ttdust.adapters.wal.file.LogFile;
import io.ttdust.adapters.wal.file.LogFiles;
import io.ttdust.adapters.wal.format.Blocks;
import io.ttdust.adapters.wal.format.Checksum;
import io.ttdust.adapters.wal.format.CommitHeader;
import io.ttdust.adapters.wal.format.DamagedLogException;
import io.ttdust.adapters.wal.format.FrameDecoder;
import io.ttdust.adapters.wal.format.FrameHeader;
import io.ttdust.adapters.wal.format.SegmentHeader;
import io.ttdust.adapters.wal.format.SyncMode;
import io.ttdust.adapters.wal.index.LogIndex;
import io.ttdust.adapters.wal.index.PartitionIndex;
import io.ttdust.adapters.wal.loss.Hole;
import io.ttdust.adapters.wal.loss.LossFile;
import io.ttdust.adapters.wal.loss.Losses;
import io.ttdust.adapters.wal.segment.SegmentCatalog;
import io.ttdust.adapters.wal.segment.Spares;
import io.ttdust.domain.record.LoggedBatch;
import io.ttdust.domain.storage.Checkpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads a log's files when it is opened, keeps what may have been durable, and says where to go on.
///
/// Changes nothing but to write again what it keeps without proof, so it can be killed anywhere and run again; and to
/// write down what is lost and was accepted.
/// What it cut becomes ineffective when the next segment's header is durable, which says where the log ended;
/// only then [#tidy] may remove files.
public final class Recovery {

    /// Of a segment whose header cannot be read: its commits say it.
    private static final long ANY_SESSION = -1;

    /// How far a log may have been ahead of its archive when it was lost: LSNs and offsets go on so far behind.
    private static final long UNARCHIVED_BYTES_MAX = 1L << 40;

    private final LogFiles files;
    private final byte[] logId;
    private final Checksum checksum;
    private final LogIndex index;
    private final Consumer<LoggedBatch> keyed;
    private final LossPolicy policy;
    private final LossFinding finding;
    private final long nowMicros;
    private final List<FoundSegment> found;
    private final List<FoundSegment> segments;
    private final long segmentBytes;
    private final long startLsn;
    private Losses losses;
    private long flushedLsn;
    private boolean begun;
    private boolean restLost;
    private @Nullable FoundSegment lastWithFrames;
    private long framesEnd;
    private long lastWithFramesEnd;
    private long provenEnd;
    private long lastMicros;
    private long session;
    private int lastFlags;
    private long commits;
    private long records;
    private @Nullable RecoveryReport report;

    private Recovery(
            LogFiles files,
            byte[] logId,
            RecoverySettings settings,
            long startLsn,
            List<Checkpoint> flushed,
            LogIndex index,
            Consumer<LoggedBatch> keyed)
            throws IOException {
        this.files = files;
        this.logId = logId.clone();
        this.checksum = new Checksum(logId);
        this.index = index;
        this.keyed = keyed;
        this.segmentBytes = settings.segmentBytes();
        this.nowMicros = settings.nowMicros();
        this.startLsn = startLsn;
        this.losses = LossFile.read(files, logId);
        this.policy = new LossPolicy(losses, settings.acceptLossAt());
        this.finding = new LossFinding(losses, flushed);
        this.found = FoundSegment.in(files, logId);
        this.segments =
                found.stream().filter(segment -> segment.base() >= startLsn).toList();
        index.beginAt(losses::firstOffset);
    }

    /// Recovers the log in `files`.
    ///
    /// @param startLsn everything before has been released; files that still lie there are left out
    /// @param flushed the checkpoints that metadata holds
    /// @param index empty; filled with what is kept
    /// @param keyed shown every batch kept that has idempotency keys, in LSN order
    /// @throws DamagedLogException if something durable is gone and nobody accepts it; nothing was changed then
    public static Recovery run(
            LogFiles files,
            byte[] logId,
            RecoverySettings settings,
            long startLsn,
            List<Checkpoint> flushed,
            SegmentCatalog catalog,
            LogIndex index,
            Consumer<LoggedBatch> keyed)
            throws IOException {
        long start = System.nanoTime();
        Recovery recovery = new Recovery(files, logId, settings, startLsn, flushed, index, keyed);
        Aftermath aftermath = recovery.scan();
        recovery.judge(flushed, aftermath.end());
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
                recovery.finding.holes(),
                Duration.ofNanos(System.nanoTime() - start));
        return recovery;
    }

    /// Reads on until nothing more can be read; over holes that are known or accepted.
    private Aftermath scan() throws IOException {
        for (FoundSegment segment : segments) {
            session = segment.header() == null
                    ? session
                    : Math.max(session, segment.header().session());
        }
        Reach reach = new Reach(startLsn, 0);
        while (true) {
            reach = readOn(reach);
            Reach behind = reachAt(losses.beyond(reach.end), reach.segment);
            if (behind != null) {
                reach = behind;
                continue;
            }
            Aftermath aftermath = new Aftermath(files, checksum, index, reach.end, startLsn > 0 && !begun);
            aftermath.search(segments.subList(reach.segment, segments.size()));
            if (!aftermath.isDamage()) {
                session = Math.max(session, aftermath.session());
                return aftermath;
            }
            boolean known = aftermath.goesOnAt() == Aftermath.NOWHERE && losses.lostEnd(reach.end) != Losses.NONE;
            if (!policy.accepts(reach.end) && !known) {
                throw aftermath.refusal();
            }
            Reach next = reachAt(aftermath.goesOnAt(), reach.segment);
            if (next == null) {
                session = Math.max(session, aftermath.session());
                loseRest(Hole.Cause.ACCEPTED, reach.end);
                return aftermath;
            }
            finding.hole(Hole.Cause.ACCEPTED, reach.end, next.end, nowMicros);
            reach = next;
        }
    }

    /// @param end up to where the log can be read
    /// @param segment the one of [#segments] that holds it, or could not be read from there on
    private record Reach(long end, int segment) {}

    /// The place to read on from `lsn`, behind a hole; null if no segment has it.
    private @Nullable Reach reachAt(long lsn, int from) {
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

    private Reach readOn(Reach from) throws IOException {
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

    /// Holds what was read against what metadata knows. What is lost for good now is known afterwards, and durable.
    private void judge(List<Checkpoint> flushed, long end) throws IOException {
        FlushedPart part = new FlushedPart(flushed, index, finding.losses(index));
        flushedLsn = part.lsn();
        boolean unsynced = isStoppedUnsynced();
        DamagedLogException refusal = part.check(end, unsynced);
        boolean restored = losses.isRestoredUpTo(end);
        if ((refusal != null || restored) && !restLost && policy.accepts(end)) {
            loseRest(restored ? Hole.Cause.RESTORED : Hole.Cause.ACCEPTED, end);
        }
        if (refusal != null && !restLost) {
            throw refusal;
        }
        if (unsynced && !restLost) {
            loseRest(Hole.Cause.UNSYNCED, end);
        }
        policy.requireNoneUnused(end);
        if (!finding.isEmpty()) {
            losses = finding.losses(index);
            LossFile.write(files, logId, losses);
        }
        part.apply();
        index.beginAt(losses::goesOnAt);
        index.forEach(frames -> frames.startAt(losses.goesOnAt(frames.stream(), frames.partition())));
        lastMicros = Math.max(lastMicros, part.lastMicros());
    }

    /// Nothing from `end` on can be read any more. Killed after this was written down, it is not written again.
    private void loseRest(Hole.Cause cause, long end) {
        restLost = true;
        if (!losses.knows(end) || losses.isRestoredUpTo(end)) {
            long unarchived = cause == Hole.Cause.RESTORED ? UNARCHIVED_BYTES_MAX : 0;
            finding.hole(cause, end, nextBase() + unarchived, nowMicros);
        }
    }

    /// Whether the last session did not sync what it acknowledged, and was not closed.
    private boolean isStoppedUnsynced() {
        SegmentHeader last = segments.reversed().stream()
                .map(FoundSegment::header)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        return last != null && last.sync() != SyncMode.EVERY && lastFlags != CommitHeader.CLEAN_STOP;
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
                session = Math.max(session, expected);
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
                    .formatted(
                            lsn,
                            first,
                            FrameHeader.stream(window, at),
                            FrameHeader.partition(window, at),
                            partition.endOffset()));
        }
        finding.frame(FrameHeader.stream(window, at), FrameHeader.partition(window, at), partition.endOffset(), first);
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
        if (flushedLsn > next) { // of a file that is gone
            next = Blocks.roundUp(flushedLsn) + segmentBytes;
        }
        return Math.max(next, losses.endLsn());
    }

    /// Everything the log has lost since it was made.
    public Losses losses() {
        return losses;
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
