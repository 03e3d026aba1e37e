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
import io.ttdust.domain.storage.Checkpoint;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A log in a directory of its own, and producers that append to its streams, each waiting for its batch to be durable
/// before the next.
///
/// The batches are built before; producers are virtual threads, as in the server. After a turn its records are read
/// back, and [#release] gives their segments back, as a flush does, so that the next turn finds them to write into.
final class LogWorkload implements AutoCloseable {

    private static final int RECORDS_MAX = 100;
    private static final int DISTINCT = 64;

    /// Enough for what a turn releases.
    private static final int SPARES = 16;

    private final List<StreamId> streams = new ArrayList<>();
    private final long[] readUpTo;
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final List<byte[]> events = ClickEvents.generate(1, DISTINCT * RECORDS_MAX);
    private final AtomicReference<@Nullable StorageException> failure = new AtomicReference<>();
    private final FileRecordLog log;
    private long acknowledged;

    private LogWorkload(Path directory, int streamsMax) {
        readUpTo = new long[streamsMax];
        for (int i = 1; i <= streamsMax; i++) {
            streams.add(new StreamId(new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0000L + i)));
        }
        log = FileRecordLog.open(settings(directory), InstantSource.system(), List.of(), keyed -> {}, failure::set);
    }

    private static LogSettings settings(Path directory) {
        LogSettings usual = LogSettings.in(directory);
        return new LogSettings(
                directory, usual.segmentBytes(), SPARES, usual.stagingBytes(), usual.diskReserveBytes(), 0);
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
        List<Latencies> ofProducers =
                Stream.generate(Latencies::new).limit(producers).toList();
        AtomicLong bytesLeft = new AtomicLong(bytesMax);
        AtomicLong end = new AtomicLong();
        CountDownLatch ready = new CountDownLatch(producers);
        CountDownLatch go = new CountDownLatch(1);
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < producers; i++) {
                int first = i;
                running.add(executor.submit((Callable<@Nullable Void>) () -> {
                    ready.countDown();
                    go.await();
                    produce(streamCount, batches, first, end.get(), bytesLeft, ofProducers.get(first));
                    return null;
                }));
            }
            ready.await();
            long fsyncs = log.statistics().fsyncs();
            long allocated = threads.getTotalThreadAllocatedBytes();
            long start = System.nanoTime();
            end.set(start + span.toNanos());
            go.countDown();
            for (Future<?> producer : running) {
                producer.get();
            }
            long elapsed = System.nanoTime() - start;
            allocated = threads.getTotalThreadAllocatedBytes() - allocated;
            fsyncs = log.statistics().fsyncs() - fsyncs;
            Latencies latencies = new Latencies();
            ofProducers.forEach(latencies::addAll);
            long appended = (long) latencies.count() * records;
            acknowledged += appended;
            return new LogTurn(latencies, latencies.count(), appended, elapsed, fsyncs, allocated);
        } catch (ExecutionException e) {
            throw new IllegalStateException("an append failed: " + e.getCause(), e);
        }
    }

    private void produce(
            int streamCount,
            List<RecordBatch> batches,
            int first,
            long end,
            AtomicLong bytesLeft,
            Latencies latencies) {
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

    /// Reads what was appended since this was called last, and counts it, as long as offsets are dense.
    long readBack() {
        Horizon horizon = log.horizon();
        long records = 0;
        for (int i = 0; i < readUpTo.length; i++) {
            Counter counter = new Counter(readUpTo[i]);
            log.read(streams.get(i), 0, readUpTo[i], horizon, counter::add);
            records += counter.next - readUpTo[i];
            readUpTo[i] = counter.next;
        }
        return records;
    }

    /// Tells the log that what was read back lies in files.
    void release() {
        Horizon horizon = log.horizon();
        List<Checkpoint> flushed = new ArrayList<>();
        for (int i = 0; i < readUpTo.length; i++) {
            if (readUpTo[i] > 0) {
                flushed.add(new Checkpoint(streams.get(i), 0, readUpTo[i], horizon.throughMicros(), horizon.endLsn()));
            }
        }
        log.flushed(flushed);
    }

    private static final class Counter {

        private long next;

        private Counter(long next) {
            this.next = next;
        }

        private boolean add(LoggedBatch batch) {
            if (batch.firstOffset() != next) {
                throw new IllegalStateException("offset %d follows offset %d".formatted(batch.firstOffset(), next - 1));
            }
            next += batch.records().size();
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
