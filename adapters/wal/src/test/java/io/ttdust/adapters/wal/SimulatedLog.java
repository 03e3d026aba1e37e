package io.ttdust.adapters.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.adapters.wal.archive.LogArchive;
import io.ttdust.adapters.wal.file.LogFiles;
import io.ttdust.adapters.wal.file.SimulatedDisk;
import io.ttdust.adapters.wal.format.SyncMode;
import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.log.Appended;
import io.ttdust.application.port.log.Horizon;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.record.LoggedBatch;
import io.ttdust.domain.record.RecordBatch;
import io.ttdust.domain.storage.Checkpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A log on a [SimulatedDisk], with the clocks in the test's hand. The monotonic clock stands, so no empty
/// commit comes unless the test moves it.
final class SimulatedLog implements AutoCloseable {

    static final StreamId CLICKS = stream(1);
    static final StreamId ORDERS = stream(2);
    static final long NOON = 1_700_000_000_000_000L;
    static final int SEGMENT_BYTES = 64 << 10;

    /// So many appends of [#fill] fit into a segment.
    static final int PER_SEGMENT = 5;

    final AtomicLong micros = new AtomicLong(NOON);
    final AtomicLong nanos = new AtomicLong();
    final List<LoggedBatch> keyed = new ArrayList<>();
    final List<StorageException> failures = new CopyOnWriteArrayList<>();
    SimulatedDisk disk = new SimulatedDisk();
    long indexBytesMax = Long.MAX_VALUE;

    /// How much of the log is kept though it is flushed.
    long retainBytes;

    SyncMode sync = SyncMode.EVERY;

    /// Where the next opening may leave out what is missing.
    Set<Long> acceptLossAt = Set.of();

    /// Where the next opening copies sealed segments.
    @Nullable
    LogArchive archive;

    /// What metadata holds when the log is opened.
    List<Checkpoint> flushed = List.of();

    private final List<FileRecordLog> opened = new ArrayList<>();

    private static StreamId stream(int number) {
        return new StreamId(new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0000L + number));
    }

    static LogSettings settings(long reserveBytes) {
        return new LogSettings(Path.of("simulated"), SEGMENT_BYTES, 2, 32 << 10, reserveBytes, 0);
    }

    private LogSettings ownSettings(long reserveBytes) {
        return new LogSettings(
                Path.of("simulated"),
                SEGMENT_BYTES,
                2,
                32 << 10,
                reserveBytes,
                retainBytes,
                sync,
                Duration.ofMillis(100),
                acceptLossAt,
                0);
    }

    FileRecordLog open() throws IOException {
        return open(0);
    }

    FileRecordLog open(long reserveBytes) throws IOException {
        return open(disk.mount(), reserveBytes);
    }

    FileRecordLog open(LogFiles files, long reserveBytes) throws IOException {
        keyed.clear();
        FileRecordLog log = FileRecordLog.open(
                files,
                ownSettings(reserveBytes),
                () -> Instant.EPOCH.plus(micros.get(), ChronoUnit.MICROS),
                nanos::get,
                indexBytesMax,
                flushed,
                archive,
                keyed::add,
                failures::add);
        opened.add(log);
        return log;
    }

    /// Goes on with `other`; what runs on the present disk is left to itself.
    void switchTo(SimulatedDisk other) {
        disk.killProcess();
        close();
        disk = other;
    }

    /// The process dies with its page cache kept.
    void kill() {
        disk.killProcess();
        close();
    }

    @Override
    public void close() {
        opened.forEach(FileRecordLog::close);
        opened.clear();
    }

    static Appended append(FileRecordLog log, StreamId stream, String... payloads) throws Exception {
        return await(log.append(stream, 0, 1, batch(payloads)));
    }

    /// Appends one record of 10 000 bytes to each of `count` commits.
    static void fill(FileRecordLog log, StreamId stream, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            append(log, stream, payload("x", 10_000));
        }
    }

    static <T> T await(Future<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    static RecordBatch batch(String... payloads) {
        RecordBatch.Builder builder = RecordBatch.builder(payloads.length, 16);
        for (String payload : payloads) {
            builder.add(payload.getBytes(StandardCharsets.UTF_8));
        }
        return builder.build();
    }

    /// A payload of `bytes` bytes that begins with `name`.
    static String payload(String name, int bytes) {
        return name + ".".repeat(bytes - name.length());
    }

    static List<String> payloads(FileRecordLog log, StreamId stream) {
        return payloads(log, stream, 0);
    }

    /// All payloads of a partition, whose offsets must be dense.
    static List<String> payloads(FileRecordLog log, StreamId stream, int partition) {
        return payloads(log, stream, partition, 0);
    }

    /// The payloads of a partition from an offset on, whose offsets must be dense.
    static List<String> payloads(FileRecordLog log, StreamId stream, int partition, long fromOffset) {
        List<String> payloads = new ArrayList<>();
        log.read(stream, partition, fromOffset, log.horizon(), batch -> {
            int skipped = (int) Math.max(0, fromOffset - batch.firstOffset());
            assertThat(batch.firstOffset() + skipped).isEqualTo(fromOffset + payloads.size());
            for (int i = skipped; i < batch.records().size(); i++) {
                payloads.add(StandardCharsets.UTF_8
                        .decode(batch.records().payload(i))
                        .toString());
            }
            return true;
        });
        return payloads;
    }

    /// Commits a checkpoint at `offset` to what metadata holds, and does not tell the log.
    void commit(FileRecordLog log, StreamId stream, int partition, long offset) {
        Horizon horizon = log.horizon();
        List<Checkpoint> committed = new ArrayList<>(flushed);
        committed.removeIf(one -> one.stream().equals(stream) && one.partition() == partition);
        committed.add(new Checkpoint(stream, partition, offset, horizon.throughMicros(), horizon.endLsn()));
        flushed = List.copyOf(committed);
    }

    /// Commits a checkpoint at `offset` and tells the log.
    void flush(FileRecordLog log, StreamId stream, long offset) {
        commit(log, stream, 0, offset);
        log.flushed(flushed);
    }

    /// Names and contents of all files.
    static Map<String, ByteBuffer> contents(SimulatedDisk disk) {
        Map<String, ByteBuffer> contents = new TreeMap<>();
        for (String name : disk.names()) {
            contents.put(name, ByteBuffer.wrap(disk.bytes(name)));
        }
        return contents;
    }

    /// Names of the segment files, in order.
    static List<String> segments(SimulatedDisk disk) {
        return disk.names().stream().filter(name -> name.endsWith(".wal")).toList();
    }
}
