package io.ttdust.application.query;

import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.catalog.StreamFiles;
import io.ttdust.application.port.log.Horizon;
import io.ttdust.application.port.log.LogReader;
import io.ttdust.application.port.storage.ColumnFileFormat;
import io.ttdust.application.port.storage.ObjectStore;
import io.ttdust.application.port.storage.StoredObject;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.record.LoggedBatch;
import io.ttdust.domain.storage.Checkpoint;
import io.ttdust.domain.storage.DataFile;
import io.ttdust.domain.storage.HourPartition;
import io.ttdust.domain.stream.TimeRange;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Reads one partition after another of a stream from its files and the log: what lies below a partition's
/// checkpoint from files, all else from the log. For one page, used by one thread, under a pin of the log that was
/// taken before `files` was asked for.
final class PartitionScan {

    private final LogReader log;
    private final ObjectStore objects;
    private final ColumnFileFormat format;
    private final StreamId stream;
    private final Horizon horizon;
    private final Set<HourPartition> hours = new HashSet<>();
    private int filesPruned;

    PartitionScan(LogReader log, ObjectStore objects, ColumnFileFormat format, StreamId stream, Horizon horizon) {
        this.log = log;
        this.objects = objects;
        this.format = format;
        this.stream = stream;
        this.horizon = horizon;
    }

    /// Feeds `reader` the partition's batches within `range`, in order, from the first that holds a record not
    /// below `fromOffset`, until it answers false.
    void read(StreamFiles files, int partition, long fromOffset, TimeRange range, Predicate<LoggedBatch> reader) {
        AtomicBoolean stopped = new AtomicBoolean();
        Predicate<LoggedBatch> stopping = batch -> {
            boolean goOn = batch.receiveMicros() < range.endMicros() && readIfInRange(batch, range, reader);
            stopped.set(!goOn);
            return goOn;
        };
        for (DataFile file : files.files()) {
            if (file.partition() == partition && !stopped.get()) {
                if (file.lastOffset() < fromOffset || !overlaps(file, range)) {
                    filesPruned++;
                } else {
                    readFile(file, fromOffset, range.startMicros(), stopping);
                }
            }
        }
        if (!stopped.get()) {
            readLog(files.checkpoint(partition), partition, fromOffset, range, stopping);
        }
    }

    private static boolean overlaps(DataFile file, TimeRange range) {
        return file.lastMicros() >= range.startMicros() && file.firstMicros() < range.endMicros();
    }

    private boolean readIfInRange(LoggedBatch batch, TimeRange range, Predicate<LoggedBatch> reader) {
        if (batch.receiveMicros() < range.startMicros()) {
            return true;
        }
        hours.add(HourPartition.of(batch.receiveMicros()));
        return reader.test(batch);
    }

    private void readFile(DataFile file, long fromOffset, long fromMicros, Predicate<LoggedBatch> reader) {
        try (StoredObject object = objects.open(file.key())) {
            format.read(object, stream, file.partition(), fromOffset, fromMicros, reader);
        }
    }

    private void readLog(
            @Nullable Checkpoint flushed,
            int partition,
            long fromOffset,
            TimeRange range,
            Predicate<LoggedBatch> reader) {
        long first = fromOffset;
        if (flushed != null) {
            if (range.endMicros() <= flushed.throughMicros()) {
                return;
            }
            first = Math.max(first, flushed.offset());
        }
        if (flushed == null || range.startMicros() > flushed.throughMicros()) {
            first = Math.max(first, log.firstOffsetAt(stream, partition, range.startMicros()));
        }
        long wanted = first;
        AtomicBoolean begun = new AtomicBoolean();
        log.read(stream, partition, wanted, horizon, batch -> {
            if (!begun.getAndSet(true) && batch.firstOffset() > log.afterLoss(stream, partition, wanted)) {
                throw new StorageException("the log released offset %d of partition %d while it was read; ask again"
                        .formatted(wanted, partition));
            }
            return reader.test(batch);
        });
    }

    /// Hour partitions that records were read from.
    int hours() {
        return hours.size();
    }

    /// Files the catalogue named that did not have to be opened.
    int filesPruned() {
        return filesPruned;
    }
}
