package io.ttdust.adapters.wal;

import static io.ttdust.adapters.wal.SimulatedLog.CLICKS;
import static io.ttdust.adapters.wal.SimulatedLog.ORDERS;
import static io.ttdust.adapters.wal.SimulatedLog.SEGMENT_BYTES;
import static io.ttdust.adapters.wal.SimulatedLog.append;
import static io.ttdust.adapters.wal.SimulatedLog.await;
import static io.ttdust.adapters.wal.SimulatedLog.batch;
import static io.ttdust.adapters.wal.SimulatedLog.payload;
import static io.ttdust.adapters.wal.SimulatedLog.payloads;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.adapters.wal.format.FrameHeader;
import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.StorageFullException;
import io.ttdust.application.port.log.Appended;
import io.ttdust.domain.record.RecordAttributes;
import io.ttdust.domain.record.RecordBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a running log does when its disk fails or fills up.
@Timeout(60)
class FaultTest {

    private final SimulatedLog logs = new SimulatedLog();

    @AfterEach
    void close() {
        logs.close();
    }

    @Test
    @Tag("F06")
    void aFailedSyncBreaksTheLogForGoodThoughTheNextOneWouldSucceed() throws Exception {
        FileRecordLog log = logs.open();
        append(log, CLICKS, "a");
        logs.disk.failSync(1);

        Future<Appended> waiting = log.append(CLICKS, 0, 1, batch("b"));

        assertThatThrownBy(() -> await(waiting))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("Input/output error");
        assertThatThrownBy(() -> log.append(CLICKS, 0, 1, batch("c")))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("Input/output error");
        assertThat(log.failure()).hasMessageContaining("Input/output error");
        assertThat(log.refusal()).isEqualTo(log.failure());
        while (logs.failures.isEmpty()) {
            Thread.onSpinWait();
        }
        assertThat(logs.failures).containsExactly(log.failure());
        assertThat(payloads(log, CLICKS))
                .as("what was durable can still be read")
                .containsExactly("a");
    }

    @Test
    @Tag("F06")
    void afterAFailedSyncAndARestartWhatIsShownIsDurable() throws Exception {
        FileRecordLog log = logs.open();
        append(log, CLICKS, "a");
        logs.disk.failSync(1);
        Future<Appended> failing = log.append(CLICKS, 0, 1, batch("b"));
        assertThatThrownBy(() -> await(failing)).isInstanceOf(ExecutionException.class);
        logs.kill();

        List<String> shown = payloads(logs.open(), CLICKS);
        logs.disk.cutPowerLosingAll();
        logs.close();

        assertThat(shown).containsExactly("a", "b");
        assertThat(payloads(logs.open(), CLICKS)).isEqualTo(shown);
    }

    @Test
    @Tag("F07")
    void aShortWriteBreaksTheLogAndLeavesNothingTorn() throws Exception {
        FileRecordLog log = logs.open();
        append(log, CLICKS, "a");
        logs.disk.failWriteAfter(9000);
        Future<Appended> failing = log.append(CLICKS, 0, 1, batch(payload("b", 10_000), "c"));

        assertThatThrownBy(() -> await(failing)).isInstanceOf(ExecutionException.class);
        logs.kill();
        FileRecordLog reopened = logs.open();
        assertThat(payloads(reopened, CLICKS)).containsExactly("a");
        assertThat(reopened.recovery().commitsCut()).isEqualTo(1);
    }

    @Test
    @Tag("F07")
    void withoutRoomForASegmentAppendsAreRefusedUntilThereIsRoomAgain() throws Exception {
        FileRecordLog log = logs.open();
        logs.disk.leaveRoom(0);
        int accepted = 0;
        boolean refused = false;
        while (!refused) {
            try {
                append(log, CLICKS, payload("a" + accepted, 6000));
                accepted++;
            } catch (StorageFullException e) {
                refused = true;
            } catch (ExecutionException e) {
                assertThat(e).hasCauseInstanceOf(StorageFullException.class);
                refused = true;
            }
        }
        assertThatThrownBy(() -> log.append(CLICKS, 0, 1, batch("refused"))).isInstanceOf(StorageFullException.class);
        assertThat(log.failure()).isNull();
        assertThat(log.refusal()).isInstanceOf(StorageFullException.class);
        assertThat(payloads(log, CLICKS)).as("reads go on").hasSize(accepted);
        assertThat(log.unflushedBytes())
                .as("what was refused does not count")
                .isEqualTo(log.backlog().getFirst().bytes());

        logs.disk.leaveRoom(4 * SEGMENT_BYTES);
        Appended after = null;
        while (after == null) {
            try {
                after = append(log, CLICKS, "after");
            } catch (StorageFullException e) {
                Thread.onSpinWait();
            }
        }
        assertThat(after.firstOffset()).as("no gap").isEqualTo(accepted);
        assertThat(log.refusal()).isNull();
        assertThat(payloads(log, CLICKS)).hasSize(accepted + 1).endsWith("after");
        logs.kill();
        assertThat(payloads(logs.open(), CLICKS)).hasSize(accepted + 1).endsWith("after");
    }

    @Test
    @Tag("F07")
    void theReserveIsKeptFreeAndAppendsGoOnAtAFifthMore() throws Exception {
        FileRecordLog log = logs.open(1_000_000);
        append(log, CLICKS, "a");

        logs.disk.leaveRoom(999_999);
        append(log, CLICKS, "b");
        logs.nanos.addAndGet(100_000_000);
        assertThatThrownBy(() -> append(log, CLICKS, "c"))
                .isInstanceOf(StorageFullException.class)
                .hasMessageContaining("reserve");
        long needed = 1_000_000 + log.unflushedBytes();
        logs.disk.leaveRoom(needed + needed / 5 - 1);
        logs.nanos.addAndGet(100_000_000);
        assertThatThrownBy(() -> append(log, CLICKS, "c")).isInstanceOf(StorageFullException.class);
        logs.disk.leaveRoom(needed + needed / 5);
        logs.nanos.addAndGet(100_000_000);
        append(log, CLICKS, "d");
        assertThat(payloads(log, CLICKS)).containsExactly("a", "b", "d");
    }

    @Test
    @Tag("F07")
    void thereIsRoomForAsMuchAsIsNotInFilesYet() throws Exception {
        FileRecordLog log = logs.open(1_000_000);
        append(log, CLICKS, payload("a", 20_000));
        long room = 1_000_000 + log.unflushedBytes();
        assertThat(log.unflushedBytes()).isGreaterThan(20_000);

        logs.disk.leaveRoom(room - 1);
        logs.nanos.addAndGet(100_000_000);
        assertThat(log.refusal()).isInstanceOf(StorageFullException.class);
        logs.flush(log, CLICKS, 1);
        logs.disk.leaveRoom(1_200_000);
        logs.nanos.addAndGet(100_000_000);
        assertThat(log.refusal()).isNull();
        logs.disk.leaveRoom(1_000_000);
        logs.nanos.addAndGet(100_000_000);

        assertThat(append(log, CLICKS, "b").firstOffset()).isEqualTo(1);
    }

    @Test
    void aBatchThatNoSegmentCanHoldIsRefusedBeforeItGetsOffsets() throws Exception {
        FileRecordLog log = logs.open();
        int frameBytesMax = SEGMENT_BYTES - 2 * 4096;
        int payloadBytesMax = frameBytesMax - FrameHeader.BYTES - 6;
        append(log, CLICKS, payload("a", payloadBytesMax));

        assertThatThrownBy(() -> log.append(CLICKS, 0, 1, batch(payload("b", payloadBytesMax + 1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("frame of %d bytes, more than %d", frameBytesMax + 1, frameBytesMax);
        Map<String, String> metadata = Map.of("k", payload("v", frameBytesMax));
        RecordAttributes attributes = new RecordAttributes(null, null, metadata, RecordAttributes.NO_EVENT_TIME);
        RecordBatch withMetadata =
                RecordBatch.builder(1, 1).add(new byte[1], attributes).build();
        assertThatThrownBy(() -> log.append(CLICKS, 0, 1, withMetadata)).isInstanceOf(IllegalArgumentException.class);

        assertThat(append(log, CLICKS, "c").firstOffset()).isEqualTo(1);
        assertThat(log.failure()).isNull();
    }

    @Test
    @Tag("F30")
    void closingCommitsWhatIsStagedAndRefusesTheRest() throws Exception {
        FileRecordLog log = logs.open();
        List<Future<Appended>> staged = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            staged.add(log.append(CLICKS, 0, 1, batch("a" + i)));
        }
        log.close();

        for (Future<Appended> one : staged) {
            assertThat(one).isDone();
            await(one);
        }
        assertThatThrownBy(() -> log.append(CLICKS, 0, 1, batch("late")))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("closed");
        assertThat(payloads(logs.open(), CLICKS)).hasSize(50);
    }

    @Test
    @Tag("F27")
    void producersThatMustWaitForRoomAllGetItInTheirOwnOrder() throws Exception {
        FileRecordLog log = logs.open();
        int producers = 12;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int producer = 0; producer < producers; producer++) {
                int own = producer;
                running.add(threads.submit(() -> {
                    List<Future<Appended>> pending = new ArrayList<>();
                    for (int i = 0; i < 40; i++) {
                        // Every fourth one is longer than a staging buffer.
                        String text = payload(String.valueOf(i), i % 4 == 0 ? 20_000 : 3000);
                        pending.add(log.append(CLICKS, own, 1, batch(text)));
                    }
                    for (Future<Appended> one : pending) {
                        await(one);
                    }
                    return null;
                }));
            }
            for (Future<?> one : running) {
                await(one);
            }
        }
        for (int producer = 0; producer < producers; producer++) {
            List<String> read = payloads(log, CLICKS, producer);
            assertThat(read).hasSize(40);
            for (int i = 0; i < 40; i++) {
                assertThat(read.get(i)).startsWith(i + ".");
            }
        }
        assertThat(payloads(log, ORDERS)).isEmpty();
    }

    @Test
    @Tag("F06")
    void producersThatWaitForRoomAreWokenByTheFailure() throws Exception {
        FileRecordLog log = logs.open();
        logs.disk.failSync(3);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int producer = 0; producer < 8; producer++) {
                running.add(threads.submit(() -> {
                    while (true) {
                        log.append(CLICKS, 0, 1, batch(payload("x", 7000))).isDone();
                    }
                }));
            }
            for (Future<?> one : running) {
                assertThatThrownBy(() -> await(one)).hasCauseInstanceOf(StorageException.class);
            }
        }
    }
}
