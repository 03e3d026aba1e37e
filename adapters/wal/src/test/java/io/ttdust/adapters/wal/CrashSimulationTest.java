package io.ttdust.adapters.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.StorageFullException;
import io.ttdust.application.port.log.Appended;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.record.LoggedBatch;
import io.ttdust.domain.record.RecordAttributes;
import io.ttdust.domain.record.RecordBatch;
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

/// Many lives of logs, each ended by chance, held against what was promised in them. A failure names the seed of its
/// log; what is left to the threads' timing is only where exactly a kill meets a commit.
@Timeout(110)
class CrashSimulationTest {

    private static final int LOGS = 100;
    private static final int LIVES = 8;

    @Test
    @Tag("F01")
    @Tag("F02")
    @Tag("F08")
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
        private List<Pending> pending = new ArrayList<>();
        private long latestMicros;
        private int named;

        private record Pending(int place, List<String> payloads, CompletableFuture<Appended> future) {}

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
            boolean clean = random.nextInt(4) == 0;
            if (!clean) {
                crash();
            }
            log.close();
            settle();
            logs.disk.killProcess();
            logs.disk.leaveRoom(Long.MAX_VALUE);
        }

        /// What is there is what was known, and after it a beginning of what was pending, in the order of appending.
        private void check(FileRecordLog log) {
            Map<Integer, List<String>> found = new HashMap<>();
            List<LoggedBatch> keyed = new ArrayList<>();
            for (int place = 0; place < 5; place++) {
                List<String> payloads = SimulatedLog.payloads(log, stream(place), place).stream()
                        .map(Lives::brief)
                        .toList();
                List<String> before = known.getOrDefault(place, List.of());
                assertThat(payloads.stream().limit(before.size())).isEqualTo(before);
                found.put(place, new ArrayList<>(payloads.subList(before.size(), payloads.size())));
                log.read(
                        stream(place), place, 0, log.horizon(), batch -> !isKeyed(batch.records()) || keyed.add(batch));
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
            assertThat(logs.keyed).hasSameSizeAs(keyed);
            pending = new ArrayList<>();
            checkTimes(log);
        }

        private void checkTimes(FileRecordLog log) {
            List<Long> times = new ArrayList<>();
            for (int place = 0; place < 5; place++) {
                log.read(stream(place), place, 0, log.horizon(), batch -> times.add(batch.receiveMicros()));
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
