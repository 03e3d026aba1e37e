package io.ttdust.adapters.wal.index;

import io.ttdust.application.port.log.PartitionBacklog;
import io.ttdust.domain.id.StreamId;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Where the durable frames of one stream-partition lie, in offset order, and how far they are flushed.
///
/// An entry stands for a run: the partition's frames within at most 64 KiB of one segment, beginning with a frame
/// whose place and time are known, with anything between them. A reader finds the others by their lengths. So small
/// appends cost a share of an entry each, while a longer frame has an entry of its own.
///
/// Recovery, then the committer, adds at the end; whoever releases forgets at the start; any thread may read
/// meanwhile ([Runs]). What is guarded by the staging lock says so.
public final class PartitionIndex {

    /// A run is not extended beyond this, so that looking one record up stays cheap.
    static final int RUN_BYTES_MAX = 64 << 10;

    /// What [#neededLsn] is when everything is flushed.
    static final long NOTHING = Long.MAX_VALUE;

    /// A partition's heap beside its entries: map entry, key, and the heads of the arrays.
    private static final int PARTITION_BYTES = 500;

    private final StreamId stream;
    private final int partition;
    private final AtomicLong heapBytes;
    private final AtomicLong unflushedTotal;
    private volatile Runs runs = new Runs(4);
    private volatile long endOffset;

    /// The offset after the last frame's last record. What lies from there to the end offset is lost.
    private long framesEnd;

    /// Where the last frame lies; before the log when there never was one.
    private volatile long lastLsn = -1;

    private volatile long neededLsn = NOTHING;
    private long lastSegment = -1;
    private long flushedOffset;
    private long unflushedBytes;
    private long stagedEnd;

    /// @param heapBytes of the whole index, to which this adds what it takes
    /// @param unflushedTotal bytes of all partitions' frames, from staging until they are flushed
    PartitionIndex(StreamId stream, int partition, AtomicLong heapBytes, AtomicLong unflushedTotal) {
        this.stream = stream;
        this.partition = partition;
        this.heapBytes = heapBytes;
        this.unflushedTotal = unflushedTotal;
        heapBytes.addAndGet(PARTITION_BYTES + runs.heapBytes());
    }

    public StreamId stream() {
        return stream;
    }

    public int partition() {
        return partition;
    }

    /// The offset the next staged record gets. Guarded by the staging lock.
    public long stagedEnd() {
        return stagedEnd;
    }

    /// A frame of `bytes` bytes is on its way whose records end at `end`. Guarded by the staging lock.
    public void stageUpTo(long end, int bytes) {
        stagedEnd = end;
        unflushedTotal.addAndGet(bytes);
    }

    /// Takes a staged frame of `bytes` bytes back, and the offsets of all that are staged. Guarded by the staging
    /// lock.
    public void withdraw(int bytes) {
        stagedEnd = endOffset;
        unflushedTotal.addAndGet(-bytes);
    }

    /// Adds the frame of `length` bytes that lies at `lsn` and was staged before.
    ///
    /// @param segment base of the segment it lies in
    /// @param commitEnd where the frames of its commit end
    public synchronized void add(
            long firstOffset, int records, long lsn, int length, long receiveMicros, long segment, long commitEnd) {
        Runs all = runs;
        int last = all.size() - 1;
        if (last >= 0
                && segment == lastSegment
                && firstOffset == framesEnd
                && lsn + length - all.lsn(last) <= RUN_BYTES_MAX) {
            all.extend((int) (lsn + length - all.lsn(last)), length);
        } else {
            if (all.isFull()) {
                all = all.grown();
                replace(all);
            }
            last++;
            all.add(firstOffset, lsn, receiveMicros, length, (int) (commitEnd - lsn));
            lastSegment = segment;
        }
        unflushedBytes += length;
        framesEnd = firstOffset + records;
        lastLsn = lsn; // before the end offset: whoever sees that one, sees no earlier place
        endOffset = framesEnd;
        if (neededLsn == NOTHING) {
            neededLsn = all.lsn(last);
        }
    }

    private void replace(Runs other) {
        heapBytes.addAndGet(other.heapBytes() - runs.heapBytes());
        runs = other;
    }

    /// The partition goes on at `offset` at the earliest. While opening only.
    public synchronized void startAt(long offset) {
        endOffset = Math.max(endOffset, offset);
        stagedEnd = endOffset;
    }

    /// The next frame begins a run of its own. While opening only.
    synchronized void endRun() {
        lastSegment = -1;
    }

    /// From now on the records below `offset` need not be kept. Changes nothing where they need not be already.
    public synchronized void flushedTo(long offset) {
        if (offset <= flushedOffset) {
            return;
        }
        flushedOffset = offset;
        long left = 0;
        if (offset < framesEnd) {
            Runs all = runs;
            int run = all.runOf(offset, all.size());
            neededLsn = all.lsn(run);
            left = bytesFrom(all, run, offset);
        } else {
            neededLsn = NOTHING;
        }
        unflushedTotal.addAndGet(left - unflushedBytes);
        unflushedBytes = left;
    }

    /// Bytes of the frames from `offset` on, which lies in `run` or behind it; within that run, as if all
    /// records were of one size.
    private long bytesFrom(Runs all, int run, long offset) {
        int size = all.size();
        long runEnd = run + 1 < size ? all.firstOffset(run + 1) : framesEnd;
        long records = runEnd - all.firstOffset(run);
        long kept = Math.min(records, runEnd - offset);
        long bytes = (long) (all.frameBytes(run) * ((double) kept / records));
        for (int i = run + 1; i < size; i++) {
            bytes += all.frameBytes(i);
        }
        return bytes;
    }

    /// What is not flushed, or null when everything is.
    ///
    /// @param sealedEnd where the oldest segment ends when it is full; 0 when it is not
    synchronized @Nullable PartitionBacklog backlog(long sealedEnd) {
        if (neededLsn == NOTHING) {
            return null;
        }
        Runs all = runs;
        int run = all.runOf(flushedOffset, all.size());
        return new PartitionBacklog(
                stream,
                partition,
                flushedOffset,
                framesEnd,
                unflushedBytes,
                all.receiveMicros(run),
                neededLsn < sealedEnd);
    }

    /// A position not behind the first frame that is not flushed, in the same segment; [#NOTHING] when there is
    /// none.
    long neededLsn() {
        return neededLsn;
    }

    /// Forgets the runs before `lsn`, where a segment starts, all of which must be flushed.
    synchronized void forget(long lsn) {
        int count = runs.before(lsn);
        if (count > 0) {
            replace(runs.without(count));
        }
    }

    /// The runs there are now.
    Runs runs() {
        return runs;
    }

    /// Where the last frame lies, or a later one if one was added meanwhile; before the log when none ever was.
    public long lastLsn() {
        return lastLsn;
    }

    /// The first offset whose place is known, or the end offset when there is none.
    public long firstOffset() {
        Runs all = runs;
        return all.size() == 0 ? endOffset : all.firstOffset(0);
    }

    /// Whether some durable frame's place is known.
    public boolean holdsFrames() {
        return runs.size() > 0;
    }

    /// The offset after the last durable record, and after what is lost behind it.
    public long endOffset() {
        return endOffset;
    }
}
