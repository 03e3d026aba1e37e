package io.ttdust.domain.query;

import io.ttdust.domain.record.StreamRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Records in (time, partition, offset) order.
///
/// @param next where the following page starts; null when nothing more lies in the range up to
///     `completeThroughMicros`
/// @param recordsScanned records read to find these
/// @param partitionsScanned hour partitions read
/// @param filesPruned data files of the range that did not have to be opened
/// @param completeThroughMicros the receive time, Unix microseconds, up to which the answer holds everything
public record Page(
        List<StreamRecord> records,
        @Nullable Cursor next,
        long recordsScanned,
        int partitionsScanned,
        int filesPruned,
        long completeThroughMicros) {

    public Page {
        records = List.copyOf(records);
    }
}
