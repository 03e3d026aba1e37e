package io.ttdust.adapters.wal;

import static io.ttdust.adapters.wal.SimulatedLog.CLICKS;
import static io.ttdust.adapters.wal.SimulatedLog.NOON;
import static io.ttdust.adapters.wal.SimulatedLog.ORDERS;
import static io.ttdust.adapters.wal.SimulatedLog.await;
import static io.ttdust.adapters.wal.SimulatedLog.batch;
import static io.ttdust.adapters.wal.SimulatedLog.payload;

import io.ttdust.adapters.wal.file.LogFiles;
import io.ttdust.adapters.wal.file.SimulatedDisk;
import io.ttdust.adapters.wal.format.SyncMode;
import io.ttdust.application.port.log.Appended;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.record.RecordAttributes;
import io.ttdust.domain.record.RecordBatch;
import io.ttdust.domain.storage.Checkpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/// Writes the log that lies in the golden files, byte by byte the same each time: the log's id and both clocks are
/// fixed, and the disk is a [SimulatedDisk].
///
/// Three sessions: one that syncs before it acknowledges, whose first segment is released later; one that does
/// not, and is killed, so that the third one finds a loss and writes it down; that one is closed.
final class GoldenLog {

    static final int SEGMENT_BYTES = 16 << 10;

    private static final String LOG_ID = "000102030405060708090a0b0c0d0e0f";

    private GoldenLog() {}

    static FileRecordLog open(LogFiles files, SyncMode sync, long micros, List<Checkpoint> flushed) throws IOException {
        return open(files, sync, micros, flushed, Set.of());
    }

    static FileRecordLog open(
            LogFiles files, SyncMode sync, long micros, List<Checkpoint> flushed, Set<Long> acceptLossAt)
            throws IOException {
        LogSettings settings = new LogSettings(
                Path.of("golden"), SEGMENT_BYTES, 1, 16 << 10, 0, 0, sync, Duration.ofMillis(100), acceptLossAt, 0);
        AtomicLong standing = new AtomicLong(micros);
        return FileRecordLog.open(
                files,
                settings,
                () -> Instant.EPOCH.plus(standing.get(), ChronoUnit.MICROS),
                () -> 0,
                Long.MAX_VALUE,
                flushed,
                null,
                batch -> {},
                failure -> {});
    }

    /// Names and contents of the log's files, without spare ones, whose content says nothing.
    static Map<String, byte[]> files() throws Exception {
        SimulatedDisk disk = new SimulatedDisk();
        disk.put("log-id", HexFormat.of().parseHex(LOG_ID));
        HookedFiles files = new HookedFiles(disk.mount());
        long micros = NOON;
        List<Checkpoint> flushed;
        try (FileRecordLog log = open(files, SyncMode.EVERY, micros, List.of())) {
            await(log.append(CLICKS, 0, 1, batch("released", "later")));
            await(log.append(CLICKS, 0, 1, batch(payload("fills the first segment", 8000))));
            await(log.append(CLICKS, 0, 7, attributes()));
            together(log, files);
            flushed = List.of(new Checkpoint(
                    CLICKS, 0, 3, log.horizon().throughMicros(), log.horizon().endLsn()));
            log.flushed(flushed);
        }
        // Behind the time in the streams' ids, so that what is lost may concern partitions nobody saw.
        micros = CLICKS.unixMillis() * 1_000 + 1;
        FileRecordLog unsynced = open(disk.mount(), SyncMode.INTERVAL, micros, flushed);
        await(unsynced.append(ORDERS, 3, 2, batch("acknowledged", "before", "it", "is", "synced")));
        disk.killProcess();
        unsynced.close();
        try (FileRecordLog log = open(disk.mount(), SyncMode.EVERY, micros + 1_000_000, flushed)) {
            await(log.append(ORDERS, 3, 2, batch("behind the loss")));
        }
        return contents(disk);
    }

    /// Names and contents of a log's files, as above.
    static Map<String, byte[]> contents(SimulatedDisk disk) {
        Map<String, byte[]> contents = new TreeMap<>();
        for (String name : disk.names()) {
            if (!name.startsWith("spare-") && !name.equals("lock")) {
                contents.put(name, disk.bytes(name));
            }
        }
        return contents;
    }

    private static RecordBatch attributes() {
        RecordAttributes all =
                new RecordAttributes("key-1", "user-7", Map.of("origin", "wéb"), -62_135_596_800_000_000L);
        return RecordBatch.builder(4, 64)
                .add("{\"a\":1}".getBytes(StandardCharsets.UTF_8), all)
                .add(new byte[] {0, -1, 127, -128})
                .add(new byte[0], RecordAttributes.ofKey("key-2"))
                .add("ü€𝄞".getBytes(StandardCharsets.UTF_8), new RecordAttributes(null, "user-8", Map.of(), NOON))
                .build();
    }

    /// Three frames of different partitions in one commit: staged while the sync of another one lasts.
    private static void together(FileRecordLog log, HookedFiles files) throws Exception {
        CountDownLatch syncing = new CountDownLatch(1);
        CountDownLatch staged = new CountDownLatch(1);
        files.beforeEachSync(() -> {
            if (Thread.currentThread().getName().equals("wal-committer")) {
                syncing.countDown();
                awaitUninterruptibly(staged);
            }
        });
        List<Future<Appended>> appended = new ArrayList<>();
        appended.add(log.append(CLICKS, 0, 1, batch("alone")));
        syncing.await();
        for (StreamId stream : List.of(CLICKS, ORDERS, CLICKS)) {
            appended.add(log.append(stream, appended.size(), 1, batch("one of three", "frames")));
        }
        staged.countDown();
        for (Future<Appended> one : appended) {
            await(one);
        }
        files.beforeEachSync(() -> {});
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
