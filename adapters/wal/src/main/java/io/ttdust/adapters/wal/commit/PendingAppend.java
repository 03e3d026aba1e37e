package io.ttdust.adapters.wal.commit;

import io.ttdust.adapters.wal.format.AttributeBytes;
import io.ttdust.adapters.wal.format.FrameEncoder;
import io.ttdust.adapters.wal.index.PartitionIndex;
import io.ttdust.application.port.log.Appended;
import io.ttdust.domain.record.RecordBatch;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A batch on its way: what its frame is made of, the producer's future, and what the index must know once the batch
/// is durable. One object for all, since it is made for every append.
final class PendingAppend extends CompletableFuture<Appended> {

    private final PartitionIndex index;
    private final int schemaVersion;
    private final RecordBatch batch;
    private final @Nullable AttributeBytes attributes;
    private final int length;
    private long firstOffset;
    private long receiveMicros;

    /// @throws IllegalArgumentException if the batch's frame would be longer than the log can hold
    PendingAppend(PartitionIndex index, int schemaVersion, RecordBatch batch, FrameEncoder encoder) {
        this.index = index;
        this.schemaVersion = schemaVersion;
        this.batch = batch;
        this.attributes = AttributeBytes.of(batch);
        this.length = encoder.length(batch, attributes);
    }

    /// Gives the batch its place and writes its frame at the position of `target`. Under the staging lock.
    void place(long offset, long micros, ByteBuffer target, FrameEncoder encoder) {
        firstOffset = offset;
        receiveMicros = micros;
        encoder.write(
                target,
                index.stream(),
                index.partition(),
                schemaVersion,
                batch,
                attributes,
                length,
                firstOffset,
                receiveMicros);
    }

    /// Makes the batch readable, once its commit is durable.
    ///
    /// @param segment base of the segment that the commit lies in
    /// @param lsn of the frame
    /// @param commitEnd where the commit ends, without padding
    void publish(long segment, long lsn, long commitEnd) {
        index.add(firstOffset, records(), lsn, length, receiveMicros, segment, commitEnd);
    }

    /// Gives the offsets back. Under the staging lock, and only together with everything staged later.
    void withdraw() {
        index.withdraw(length);
    }

    void succeed() {
        complete(new Appended(firstOffset, receiveMicros));
    }

    PartitionIndex index() {
        return index;
    }

    /// The offset after the last record.
    long endOffset() {
        return firstOffset + records();
    }

    int records() {
        return batch.size();
    }

    /// Bytes of the frame.
    int length() {
        return length;
    }

    long receiveMicros() {
        return receiveMicros;
    }
}
