package io.ttdust.adapters.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.StorageFullException;
import io.ttdust.application.port.log.Appended;
import io.ttdust.application.port.log.Horizon;
import io.ttdust.application.port.log.LogPin;
import io.ttdust.application.port.log.PartitionBacklog;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.record.LoggedBatch;
import io.ttdust.domain.record.RecordAttributes;
import io.ttdust.domain.record.RecordBatch;
import io.ttdust.domain.storage.Checkpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Many lives of logs, each ended by chance, held against what was promised in them, while what is durable is flushed
/// and released now and then. A failure names the seed of its log; what is left to the threads' timing is only where
/// exactly a kill meets a commit.
@Timeout(110)
class CrashSimulationTest {

    private static final int LOGS = 100;
    private static final int LIVES = 8;

    @Test
    @Tag("F01")
    @Tag("F02")
    @Tag("F08")
    @Tag("F09")
    @Tag("F13")
    void whatWasAcknowledgedIsThereOnceAndNothingIsTorn() throws Exception {
        long first = System.nanoTime();
        for (long seed = first; seed < first + Integer.getInteger("sim.logs", LOGS); seed++) {
            try (SimulatedLog logs = new SimulatedLog()) {
                new Lives(logs, new SplittableRandom(seed)).live();
            } catch (AssertionError | Exception e) {
                fail("seed %dL".formatted(seed), e);
            }
        }
    }

    private static final class Lives {

        private final SimulatedLog logs;
        private final SplittableRandom random;
        private final Map<Integer, List<String>> known = new HashMap<>();
        private final Map<Integer, List<String>> stored = new HashMap<>();
        private final List<Long> storedMicros = new ArrayList<>();
        private final List<Pinned> pinned = new ArrayList<>();
        private List<Pending> pending = new ArrayList<>();
        private long latestMicros;
        private int named;

        private record Pending(int place, List<String> payloads, CompletableFuture<Appended> future) {}

        /// What a reader saw first, and must see as long as it holds the pin.
        private record Pinned(LogPin pin, int place, List<LoggedBatch> batches) {}

        Lives(SimulatedLog logs, SplittableRandom random) {
            this.logs = logs;
            this.random = random;
        }

        void live() throws Exception {
            for (int life = 0; life < LIVES; life++) {
                FileRecordLog log = birth();
                check(log);
                for (int i = random.nextInt(60); i > 0 && log.failure() == null; i--) {
                    step(log);
                }
                death(log);
            }
            check(birth());
        }

        /// Opening may be killed too; in the end it succeeds.
        private FileRecordLog birth() {
            if (random.nextInt(3) == 0) {
                logs.disk.killAtOperation(1 + random.nextInt(30));
            }
            while (true) {
                try {
                    FileRecordLog log = logs.open();
                    if (logs.disk.disarm()) {
                        return log;
                    }
                    crash();
                } catch (StorageException | IOException e) {
                    assertThat(e).hasStackTraceContaining("this process was killed");
                    crash();
                }
            }
        }

        private void crash() {
            switch (random.nextInt(3)) {
                case 0 -> logs.disk.killProcess();
                case 1 -> logs.disk.cutPowerLosingAll();
                default -> logs.disk.cutPower(random);
            }
        }

        private void step(FileRecordLog log) throws Exception {
            switch (random.nextInt(20)) {
                case 0 -> logs.micros.addAndGet(random.nextLong(-3_600_000_000L, 3_600_000_000L));
                case 1 -> logs.nanos.addAndGet(100_000_000L);
                case 2 -> settle();
                case 3 -> fault();
                case 4 -> latestMicros = Math.max(latestMicros, log.horizon().throughMicros());
                case 5, 6 -> flush(log);
                case 7 -> readPinned(log);
                default -> append(log);
            }
        }

        private void fault() {
            switch (random.nextInt(6)) {
                case 0 -> logs.disk.failSync(1 + random.nextInt(4));
                case 1 -> logs.disk.failWriteAfter(random.nextInt(40_000));
                case 2 -> logs.disk.killAtOperation(1 + random.nextInt(20));
                case 3 -> logs.disk.leaveRoom(random.nextInt(2) * 1_000_000L);
                default -> logs.micros.incrementAndGet();
            }
        }

        private void append(FileRecordLog log) {
            int place = random.nextInt(5);
            int records = 1 + random.nextInt(4);
            RecordBatch.Builder batch = RecordBatch.builder(records, 64);
            List<String> payloads = new ArrayList<>();
            for (int i = 0; i < records; i++) {
                String text = SimulatedLog.payload("r" + named++, 10 + random.nextInt(random.nextInt(10) + 1) * 800);
                RecordAttributes own =
                        random.nextInt(4) == 0 ? RecordAttributes.ofKey("k-" + text.length()) : RecordAttributes.NONE;
                batch.add(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), own);
                payloads.add(brief(text));
            }
            try {
                pending.add(new Pending(place, payloads, log.append(stream(place), place, 1, batch.build())));
            } catch (StorageException e) {
                // Refused; nothing was written.
            }
        }

        /// What whoever flushes does: reads durable batches, stores them, commits the checkpoint, tells the log; or
        /// dies before.
        private void flush(FileRecordLog log) {
            try (LogPin pin = log.pin()) {
                for (int place = 0; place < 5; place++) {
                    if (random.nextInt(3) > 0) {
                        store(log, pin.horizon(), place);
                    }
                }
                if (random.nextInt(4) > 0) {
                    log.flushed(logs.flushed);
                }
            } catch (StorageException e) {
                assertThat(e).hasStackTraceContaining("IOException");
            }
        }

        private void store(FileRecordLog log, Horizon horizon, int place) {
            long batchesMax = random.nextInt(4) == 0 ? random.nextInt(5) : Long.MAX_VALUE;
            List<LoggedBatch> batches = new ArrayList<>();
            log.read(stream(place), place, flushedTo(place), horizon, batch -> {
                batches.add(batch);
                return batches.size() < batchesMax;
            });
            List<String> file = stored.computeIfAbsent(place, p -> new ArrayList<>());
            for (LoggedBatch batch : batches) {
                assertThat(batch.firstOffset()).isEqualTo(file.size());
                file.addAll(texts(batch));
                storedMicros.add(batch.receiveMicros());
            }
            List<Checkpoint> committed = new ArrayList<>(logs.flushed);
            committed.removeIf(one -> one.partition() == place);
            if (!file.isEmpty()) {
                committed.add(
                        new Checkpoint(stream(place), place, file.size(), horizon.throughMicros(), horizon.endLsn()));
            }
            logs.flushed = List.copyOf(committed);
        }

        private int flushedTo(int place) {
            return stored.getOrDefault(place, List.of()).size();
        }

        private static List<String> texts(LoggedBatch batch) {
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < batch.records().size(); i++) {
                texts.add(brief(StandardCharsets.UTF_8
                        .decode(batch.records().payload(i))
                        .toString()));
            }
            return texts;
        }

        private void readPinned(FileRecordLog log) {
            try {
                for (Pinned one : pinned) {
                    assertThat(batches(log, one.pin, one.place))
                            .extracting(LoggedBatch::firstOffset)
                            .isEqualTo(one.batches.stream()
                                    .map(LoggedBatch::firstOffset)
                                    .toList());
                }
                if (pinned.size() < 3) {
                    LogPin pin = log.pin();
                    int place = random.nextInt(5);
                    pinned.add(new Pinned(pin, place, batches(log, pin, place)));
                } else {
                    pinned.remove(random.nextInt(3)).pin.close();
                }
            } catch (StorageException e) {
                assertThat(e).hasStackTraceContaining("this process was killed");
            }
        }

        private static List<LoggedBatch> batches(FileRecordLog log, LogPin pin, int place) {
            List<LoggedBatch> batches = new ArrayList<>();
            log.read(stream(place), place, 0, pin.horizon(), batches::add);
            return batches;
        }

        private static String brief(String payload) {
            String name = payload.replaceFirst("\\.+$", "");
            return name + ":" + payload.length();
        }

        private static StreamId stream(int place) {
            return place < 3 ? SimulatedLog.CLICKS : SimulatedLog.ORDERS;
        }

        private void settle() throws Exception {
            for (Pending one : pending) {
                try {
                    latestMicros = Math.max(
                            latestMicros, SimulatedLog.await(one.future).receiveMicros());
                } catch (ExecutionException e) {
                    assertThat(e).hasCauseInstanceOf(StorageException.class);
                }
            }
        }

        private void death(FileRecordLog log) throws Exception {
            pinned.clear();
            boolean clean = random.nextInt(4) == 0;
            if (!clean) {
                crash();
            }
            log.close();
            settle();
            logs.disk.killProcess();
            logs.disk.leaveRoom(Long.MAX_VALUE);
        }

        /// What is in files and in the log behind them is what was known, and after it a beginning of what was pending,
        /// in the order of appending.
        private void check(FileRecordLog log) {
            Map<Integer, List<String>> found = new HashMap<>();
            List<LoggedBatch> keyed = new ArrayList<>();
            for (int place = 0; place < 5; place++) {
                List<String> payloads = new ArrayList<>(stored.getOrDefault(place, List.of()));
                for (String text : SimulatedLog.payloads(log, stream(place), place, flushedTo(place))) {
                    payloads.add(brief(text));
                }
                checkBacklog(log, place, payloads.size());
                List<String> before = known.getOrDefault(place, List.of());
                assertThat(payloads.stream().limit(before.size())).isEqualTo(before);
                found.put(place, new ArrayList<>(payloads.subList(before.size(), payloads.size())));
                log.read(
                        stream(place),
                        place,
                        flushedTo(place),
                        log.horizon(),
                        batch -> !isKeyed(batch.records()) || keyed.add(batch));
            }
            boolean ended = false;
            for (Pending one : pending) {
                List<String> rest = found.getOrDefault(one.place, List.of());
                int size = one.payloads.size();
                boolean there = rest.size() >= size && rest.subList(0, size).equals(one.payloads);
                boolean full = one.future.isCompletedExceptionally()
                        && one.future.exceptionNow() instanceof StorageFullException;
                if (full) {
                    assertThat(there).as("refused %s", one.payloads).isFalse();
                } else if (there && !ended) {
                    rest.subList(0, size).clear();
                    known.computeIfAbsent(one.place, place -> new ArrayList<>()).addAll(one.payloads);
                } else {
                    ended = true;
                    assertThat(one.future).as("acknowledged %s", one.payloads).isCompletedExceptionally();
                }
            }
            assertThat(found.values()).allSatisfy(rest -> assertThat(rest).isEmpty());
            logs.keyed.removeIf(batch -> batch.endOffset() <= flushedTo(batch.partition()));
            assertThat(logs.keyed).hasSameSizeAs(keyed);
            pending = new ArrayList<>();
            checkTimes(log);
        }

        private void checkBacklog(FileRecordLog log, int place, long end) {
            long flushed = flushedTo(place);
            assertThat(log.backlog().stream().filter(one -> one.partition() == place))
                    .allSatisfy(one -> {
                        assertThat(one.firstOffset()).isEqualTo(flushed);
                        assertThat(one.endOffset()).isEqualTo(end);
                    })
                    .hasSize(flushed < end ? 1 : 0);
            assertThat(log.firstOffsetAt(stream(place), place, Long.MAX_VALUE)).isEqualTo(end);
            assertThat(log.unflushedBytes())
                    .isEqualTo(log.backlog().stream()
                            .mapToLong(PartitionBacklog::bytes)
                            .sum());
        }

        private void checkTimes(FileRecordLog log) {
            List<Long> times = new ArrayList<>(storedMicros);
            for (int place = 0; place < 5; place++) {
                log.read(
                        stream(place),
                        place,
                        flushedTo(place),
                        log.horizon(),
                        batch -> times.add(batch.receiveMicros()));
            }
            assertThat(times).doesNotHaveDuplicates();
        }

        private static boolean isKeyed(RecordBatch batch) {
            for (int i = 0; i < batch.size(); i++) {
                if (batch.attributes(i).idempotencyKey() != null) {
                    return true;
                }
            }
            return false;
        }
    }
}
