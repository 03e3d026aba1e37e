package io.ttdust.benchmarks.log;

import com.sun.management.ThreadMXBean;
import io.ttdust.adapters.wal.FileRecordLog;
import io.ttdust.adapters.wal.LogSettings;
import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.log.Horizon;
import io.ttdust.benchmarks.events.ClickEvents;
import io.ttdust.benchmarks.measure.Latencies;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.record.LoggedBatch;
import io.ttdust.domain.record.RecordBatch;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A log in a directory of its own, and producers that append to its streams, each waiting for its batch to be durable
/// before the next.
///
/// The batches are built before; producers are virtual threads, as in the server.
final class LogWorkload implements AutoCloseable {

    private static final int RECORDS_MAX = 100;
    private static final int DISTINCT = 64;

    private final List<StreamId> streams = new ArrayList<>();
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final List<byte[]> events = ClickEvents.generate(1, DISTINCT * RECORDS_MAX);
    private final AtomicReference<@Nullable StorageException> failure = new AtomicReference<>();
    private final FileRecordLog log;
    private long acknowledged;

    private LogWorkload(Path directory, int streamsMax) {
        for (int i = 1; i <= streamsMax; i++) {
            streams.add(new StreamId(new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0000L + i)));
        }
        log = FileRecordLog.open(
                LogSettings.in(directory), InstantSource.system(), List.of(), keyed -> {}, failure::set);
    }

    /// @param streamsMax how many streams a turn may use
    static LogWorkload open(Path directory, int streamsMax) {
        return new LogWorkload(directory, streamsMax);
    }

    /// Lets `producers` append batches of `records` events to the first stream for about `span`, or until they
    /// appended `bytesMax` bytes.
    LogTurn run(int producers, int records, Duration span, long bytesMax) throws InterruptedException {
        return run(1, producers, records, span, bytesMax);
    }

    /// The same to `streamCount` streams in turns.
    LogTurn run(int streamCount, int producers, int records, Duration span, long bytesMax) throws InterruptedException {
        List<RecordBatch> batches = batches(records);
        AtomicLong bytesLeft = new AtomicLong(bytesMax);
        long fsyncs = log.statistics().fsyncs();
        long allocated = threads.getTotalThreadAllocatedBytes();
        long start = System.nanoTime();
        long end = start + span.toNanos();
        Latencies latencies = new Latencies();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Latencies>> tasks = new ArrayList<>();
            for (int i = 0; i < producers; i++) {
                int first = i;
                tasks.add(() -> produce(streamCount, batches, first, end, bytesLeft));
            }
            List<Future<Latencies>> results = executor.invokeAll(tasks);
            long elapsed = System.nanoTime() - start;
            allocated = threads.getTotalThreadAllocatedBytes() - allocated;
            fsyncs = log.statistics().fsyncs() - fsyncs;
            for (Future<Latencies> result : results) {
                latencies.addAll(result.get());
            }
            long appended = (long) latencies.count() * records;
            acknowledged += appended;
            return new LogTurn(latencies, latencies.count(), appended, elapsed, fsyncs, allocated);
        } catch (ExecutionException e) {
            throw new IllegalStateException("an append failed: " + e.getCause(), e);
        }
    }

    private Latencies produce(int streamCount, List<RecordBatch> batches, int first, long end, AtomicLong bytesLeft) {
        Latencies latencies = new Latencies();
        int next = first;
        long before = System.nanoTime();
        while (before < end && bytesLeft.get() > 0) {
            RecordBatch batch = batches.get(next % batches.size());
            StreamId stream = streams.get((int) ((next++ * 31L) % streamCount));
            bytesLeft.addAndGet(-batch.payloadBytes());
            log.append(stream, 0, 1, batch).join();
            long after = System.nanoTime();
            latencies.add(after - before);
            before = after;
        }
        return latencies;
    }

    private List<RecordBatch> batches(int records) {
        List<RecordBatch> batches = new ArrayList<>(DISTINCT);
        for (int i = 0; i < DISTINCT; i++) {
            RecordBatch.Builder builder = RecordBatch.builder(records, records * ClickEvents.BYTES);
            for (int j = 0; j < records; j++) {
                builder.add(events.get(i * records + j));
            }
            batches.add(builder.build());
        }
        return batches;
    }

    /// Records whose append was acknowledged since the log was opened.
    long acknowledged() {
        return acknowledged;
    }

    long fsyncs() {
        return log.statistics().fsyncs();
    }

    /// Heap that the index takes now, about.
    long indexBytes() {
        return log.statistics().indexBytes();
    }

    /// How long recovery took when the log was opened.
    Duration recovered() {
        return log.recovery().duration();
    }

    /// Bytes of the commits so far, padding included.
    long writtenBytes() {
        return log.statistics().bytes();
    }

    /// Reads the whole log and counts its records, as long as their offsets are dense.
    long readBack() {
        Horizon horizon = log.horizon();
        long records = 0;
        for (StreamId stream : streams) {
            Counter counter = new Counter();
            log.read(stream, 0, 0, horizon, counter::add);
            records += counter.records;
        }
        return records;
    }

    private static final class Counter {

        private long records;

        private boolean add(LoggedBatch batch) {
            if (batch.firstOffset() != records) {
                throw new IllegalStateException(
                        "offset %d follows offset %d".formatted(batch.firstOffset(), records - 1));
            }
            records += batch.records().size();
            return true;
        }
    }

    @Override
    public void close() {
        log.close();
        StorageException broken = failure.get();
        if (broken != null) {
            throw broken;
        }
    }
}
