package io.ttdust.adapters.wal.commit;

import io.ttdust.adapters.wal.index.PartitionIndex;
import io.ttdust.application.port.log.Appended;
import java.util.concurrent.CompletableFuture;

/// A staged batch: the producer's future, and what the index must know once the batch is durable. One object for
/// both, since it is made for every append.
final class PendingAppend extends CompletableFuture<Appended> {

    private final PartitionIndex index;
    private final long firstOffset;
    private final long receiveMicros;
    private final int records;
    private final int position;
    private final int length;

    /// @param position where the frame starts in its commit
    /// @param length bytes of the frame
    PendingAppend(PartitionIndex index, long firstOffset, long receiveMicros, int records, int position, int length) {
        this.index = index;
        this.firstOffset = firstOffset;
        this.receiveMicros = receiveMicros;
        this.records = records;
        this.position = position;
        this.length = length;
    }

    /// Makes the batch readable, once its commit is durable.
    ///
    /// @param segment base of the segment that the commit lies in
    /// @param commitLength bytes of the commit without padding
    void publish(long segment, long commitLsn, int commitLength) {
        index.add(firstOffset, records, commitLsn + position, length, receiveMicros, segment, commitLsn + commitLength);
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
        return firstOffset + records;
    }

    int records() {
        return records;
    }

    long receiveMicros() {
        return receiveMicros;
    }
}
