package io.ttdust.adapters.wal.index;

import io.ttdust.adapters.wal.format.Blocks;
import io.ttdust.adapters.wal.format.Checksum;
import io.ttdust.adapters.wal.format.CommitHeader;
import io.ttdust.adapters.wal.format.DamagedLogException;
import io.ttdust.adapters.wal.format.FrameDecoder;
import io.ttdust.adapters.wal.format.FrameHeader;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.record.LoggedBatch;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Steps through one partition's frames in the bytes of a run ([PartitionIndex]), over frames of others, padding
/// and commit headers.
///
/// Of what lies between, only lengths are looked at. That is enough: the run's offsets are dense and its last frame
/// ends where the run ends, so a frame that was stepped over by mistake is missed.
final class RunFrames {

    private final StreamId stream;
    private final int partition;
    private final Checksum checksum;
    private final byte[] array;
    private final ByteBuffer bytes;
    private final long startLsn;
    private final int end;
    private long commitEnd;
    private long nextOffset;
    private int at;
    private int next;

    /// @param array bytes of the log from `startLsn` on
    /// @param end where the run ends in `array`
    RunFrames(
            StreamId stream,
            int partition,
            Checksum checksum,
            Runs runs,
            int run,
            byte[] array,
            long startLsn,
            int end) {
        this.stream = stream;
        this.partition = partition;
        this.checksum = checksum;
        this.array = array;
        this.bytes = ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN);
        this.startLsn = startLsn;
        this.end = end;
        this.next = (int) (runs.lsn(run) - startLsn);
        this.commitEnd = next + (long) runs.commitLength(run);
        this.nextOffset = runs.firstOffset(run);
    }

    /// Goes to the partition's next frame; answers false behind the last one.
    ///
    /// @throws DamagedLogException if the bytes are not what the index was made from
    boolean advance() {
        while (next != end) {
            if (next == commitEnd) {
                enterCommit();
            } else {
                at = next;
                int length = frameLength();
                next = at + length;
                if (isOwn()) {
                    check(length);
                    nextOffset += FrameHeader.records(bytes, at);
                    return true;
                }
                if (next == end) {
                    throw damaged();
                }
            }
        }
        return false;
    }

    private void enterCommit() {
        long lsn = Blocks.roundUp(startLsn + commitEnd);
        long start = lsn - startLsn;
        if (start + CommitHeader.BYTES > end || !CommitHeader.claims(bytes, (int) start, lsn, Integer.MAX_VALUE)) {
            throw damaged();
        }
        next = (int) start + CommitHeader.BYTES;
        commitEnd = start + CommitHeader.length(bytes, (int) start);
    }

    private int frameLength() {
        long room = Math.min(end, commitEnd) - at;
        int length = room < FrameHeader.BYTES ? 0 : FrameHeader.length(bytes, at);
        if (length < FrameHeader.BYTES || length > room) {
            throw damaged();
        }
        return length;
    }

    private boolean isOwn() {
        return FrameHeader.partition(bytes, at) == partition
                && FrameHeader.stream(bytes, at).equals(stream);
    }

    private void check(int length) {
        FrameDecoder.check(bytes, at, length, startLsn + at);
        if (!FrameDecoder.verify(bytes, at, checksum) || FrameHeader.firstOffset(bytes, at) != nextOffset) {
            throw damaged();
        }
    }

    private DamagedLogException damaged() {
        return new DamagedLogException("the log does not hold offset %d of %s partition %d at or before LSN %d any more"
                .formatted(nextOffset, stream, partition, startLsn + next));
    }

    long lsn() {
        return startLsn + at;
    }

    long receiveMicros() {
        return FrameHeader.receiveMicros(bytes, at);
    }

    long firstOffset() {
        return FrameHeader.firstOffset(bytes, at);
    }

    /// The offset after the frame's last record, or where the run starts before the first [#advance].
    long endOffset() {
        return nextOffset;
    }

    LoggedBatch decode() {
        return FrameDecoder.decode(array, at, lsn());
    }
}
