package io.ttdust.adapters.wal.recovery;

import io.ttdust.adapters.wal.file.LogFile;
import io.ttdust.adapters.wal.file.LogFiles;
import io.ttdust.adapters.wal.format.Blocks;
import io.ttdust.adapters.wal.format.Checksum;
import io.ttdust.adapters.wal.format.DamagedLogException;
import io.ttdust.adapters.wal.index.LogIndex;
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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads a log's files when it is opened, keeps what may have been durable, and says where to go on.
///
/// Changes nothing but to write again what it keeps without proof, so it can be killed anywhere and run again; and to
/// write down what is lost and was accepted.
/// What it cut becomes ineffective when the next segment's header is durable, which says where the log ended;
/// only then [#tidy] may remove files.
public final class Recovery {

    /// How far a log may have been ahead of its archive when it was lost: LSNs and offsets go on so far behind.
    private static final long UNARCHIVED_BYTES_MAX = 1L << 40;

    /// What is written again at once: in `none` it can be a whole segment.
    private static final long REWRITE_BYTES = 1 << 20;

    private final LogFiles files;
    private final byte[] logId;
    private final Checksum checksum;
    private final LogIndex index;
    private final LossPolicy policy;
    private final LossFinding finding;
    private final LogScan scan;
    private final long nowMicros;
    private final List<FoundSegment> found;
    private final List<FoundSegment> segments;
    private final long segmentBytes;
    private final long startLsn;
    private Losses losses;
    private final long flushedLsn;
    private boolean restLost;
    private long flushedMicros;
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
        this.segmentBytes = settings.segmentBytes();
        this.nowMicros = settings.nowMicros();
        this.startLsn = startLsn;
        this.flushedLsn = flushed.stream().mapToLong(Checkpoint::lsn).max().orElse(0);
        this.losses = LossFile.read(files, logId);
        this.policy = new LossPolicy(losses, settings.acceptLossAt());
        this.finding = new LossFinding(losses, flushed);
        this.found = FoundSegment.in(files, logId);
        this.segments =
                found.stream().filter(segment -> segment.base() >= startLsn).toList();
        this.scan = new LogScan(files, checksum, segments, index, finding, keyed);
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
        Aftermath aftermath = recovery.read();
        recovery.judge(flushed, aftermath.end());
        long rewritten = recovery.rewriteUnproven();
        int kept = recovery.catalogKept(catalog);
        recovery.report = new RecoveryReport(
                kept,
                recovery.scan.commits(),
                recovery.scan.records(),
                aftermath.commits(),
                aftermath.records(),
                aftermath.bytes(),
                rewritten,
                recovery.finding.holes(),
                Duration.ofNanos(System.nanoTime() - start));
        return recovery;
    }

    /// Reads on until nothing more can be read; over holes that are known or accepted.
    private Aftermath read() throws IOException {
        LogScan.Reach reach = new LogScan.Reach(startLsn, 0);
        while (true) {
            reach = scan.readOn(reach);
            LogScan.Reach behind = scan.behindHole(losses.beyond(reach.end()), reach.segment());
            if (behind != null) {
                reach = behind;
                continue;
            }
            Aftermath aftermath = new Aftermath(files, checksum, index, reach.end(), startLsn > 0 && !scan.begun());
            aftermath.search(segments.subList(reach.segment(), segments.size()));
            if (!aftermath.isDamage()) {
                scan.seen(aftermath.session());
                return aftermath;
            }
            boolean known = aftermath.goesOnAt() == Aftermath.NOWHERE
                    && losses.lostEnd(reach.end()) != Losses.NONE
                    && !isBegunBehind(reach.end());
            if (!policy.accepts(reach.end()) && !known) {
                throw aftermath.refusal();
            }
            LogScan.Reach next = scan.behindHole(aftermath.goesOnAt(), reach.segment());
            if (next == null) {
                scan.seen(aftermath.session());
                loseRest(Hole.Cause.ACCEPTED, reach.end());
                return aftermath;
            }
            finding.hole(Hole.Cause.ACCEPTED, reach.end(), next.end(), nowMicros);
            reach = next;
        }
    }

    /// Holds what was read against what metadata knows. What is lost for good now is known afterwards, and durable.
    private void judge(List<Checkpoint> flushed, long end) throws IOException {
        FlushedPart part = new FlushedPart(flushed, index, finding.losses(index));
        boolean unsynced = scan.isStoppedUnsynced();
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
        flushedMicros = part.lastMicros();
    }

    /// Nothing from `end` on can be read any more. Killed after this was written down, it is not written again.
    private void loseRest(Hole.Cause cause, long end) {
        restLost = true;
        if (!losses.knows(end) || isBegunBehind(end) || losses.isRestoredUpTo(end)) {
            long unarchived = cause == Hole.Cause.RESTORED ? UNARCHIVED_BYTES_MAX : 0;
            finding.hole(cause, end, nextBase() + unarchived, nowMicros);
        }
    }

    /// Whether a session has begun behind the hole at `end` since that was written down; what it wrote is gone too.
    private boolean isBegunBehind(long end) {
        return losses.nextLsn(end) < nextBase();
    }

    /// After a sync that failed, the system may show bytes that the disk does not have. So what is kept and was not
    /// proven to be on the disk is put there now.
    private long rewriteUnproven() throws IOException {
        FoundSegment last = scan.lastWithFrames();
        if (last == null || scan.framesEnd() <= scan.provenEnd()) {
            return 0;
        }
        long start = Math.max(scan.provenEnd(), last.base());
        long length = scan.framesEnd() - start;
        try (LogFile file = files.open(last.name())) {
            ByteBuffer piece = ByteBuffer.allocate((int) Math.min(length, REWRITE_BYTES));
            for (long at = start; at < start + length; at += REWRITE_BYTES) {
                piece.clear().limit((int) Math.min(piece.capacity(), start + length - at));
                file.read(piece, at - last.base());
                file.write(piece.flip(), at - last.base());
            }
            file.sync();
        }
        return length;
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
        FoundSegment last = scan.lastWithFrames();
        return last != null && segment.base() >= startLsn && segment.base() <= last.base() && !segment.isSuperseded();
    }

    /// Removes what the log no longer holds, once a later segment's header says so: released segments, segments
    /// without a kept frame at the end, and what the last kept one holds behind its end.
    public void tidy(Spares spares) throws IOException {
        for (FoundSegment segment : found) {
            if (!isKept(segment)) {
                spares.recycle(segment.name());
            } else if (segment.equals(scan.lastWithFrames()) && segment.fileBytes() > end() - segment.base()) {
                try (LogFile file = files.open(segment.name())) {
                    file.truncate(end() - segment.base());
                    file.sync();
                }
            }
        }
    }

    /// Where the kept log ends. Commits without frames at its end are kept only where they are proven.
    public long end() {
        return Math.max(startLsn, scan.end());
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
        return scan.session() + 1;
    }

    /// The latest receive time that was given and kept.
    public long lastMicros() {
        return Math.max(scan.lastMicros(), flushedMicros);
    }

    public RecoveryReport report() {
        if (report == null) {
            throw new IllegalStateException("recovery has not ended");
        }
        return report;
    }
}
