package io.ttdust.adapters.wal.story;

import io.ttdust.application.port.StorageFullException;
import io.ttdust.application.port.log.Appended;
import io.ttdust.domain.record.LoggedBatch;
import io.ttdust.domain.record.RecordBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32C;

/// A batch on its way into the log.
///
/// @param prints what tells its records from all others, in order
/// @param closedMicros its receive time must be later
record Sent(Place place, List<Long> prints, boolean keyed, long closedMicros, CompletableFuture<Appended> future) {

    static List<Long> prints(RecordBatch batch) {
        List<Long> prints = new ArrayList<>();
        CRC32C crc = new CRC32C();
        for (int i = 0; i < batch.size(); i++) {
            crc.reset();
            crc.update(batch.payload(i));
            prints.add(crc.getValue() << 32 | batch.length(i));
        }
        return prints;
    }

    static boolean isKeyed(LoggedBatch batch) {
        for (int i = 0; i < batch.records().size(); i++) {
            if (batch.records().attributes(i).idempotencyKey() != null) {
                return true;
            }
        }
        return false;
    }

    boolean isAcknowledged() {
        return future.isDone() && !future.isCompletedExceptionally();
    }

    /// Whether the log said that nothing was written.
    boolean isRefused() {
        return future.isCompletedExceptionally() && future.exceptionNow() instanceof StorageFullException;
    }

    @Override
    public String toString() {
        return "a batch of %d records for %s".formatted(prints.size(), place);
    }
}
