package io.ttdust.adapters.wal;

import static io.ttdust.adapters.wal.SimulatedLog.CLICKS;
import static io.ttdust.adapters.wal.SimulatedLog.ORDERS;
import static io.ttdust.adapters.wal.SimulatedLog.append;
import static io.ttdust.adapters.wal.SimulatedLog.await;
import static io.ttdust.adapters.wal.SimulatedLog.batch;
import static io.ttdust.adapters.wal.SimulatedLog.payloads;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.adapters.wal.format.SyncMode;
import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.log.Appended;
import io.ttdust.application.port.log.Horizon;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Tails of a log that breaks, is closed, or has lost something.
@Timeout(60)
class TailFaultTest {

    private final SimulatedLog logs = new SimulatedLog();

    @AfterEach
    void close() {
        logs.close();
    }

    @Test
    @Tag("F06")
    void aFailedSyncFailsEverybodyWhoWaitsAndEverybodyWhoComes() throws Exception {
        FileRecordLog log = logs.open();
        append(log, CLICKS, "a");
        List<CompletableFuture<Horizon>> waits = new ArrayList<>();
        for (int partition = 0; partition < 100; partition++) {
            waits.add(log.awaitRecord(CLICKS, partition, 1));
        }
        logs.disk.failSync(1);
        assertThatThrownBy(() -> append(log, CLICKS, "b")).hasCauseInstanceOf(StorageException.class);

        for (CompletableFuture<Horizon> wait : waits) {
            assertThatThrownBy(() -> await(wait)).hasCauseInstanceOf(StorageException.class);
        }
        assertThat(log.awaitRecord(CLICKS, 0, 1)).isCompletedExceptionally();
        assertThat(log.awaitRecord(CLICKS, 0, 0))
                .as("what is durable can be read")
                .isCompleted();
        assertThat(log.waiting()).isZero();
    }

    @Test
    void closingTellsEverybodyAndWakesThoseWhoseRecordsWereOnTheirWay() throws Exception {
        FileRecordLog log = logs.open();
        CompletableFuture<Horizon> served = log.awaitRecord(CLICKS, 0, 0);
        CompletableFuture<Horizon> idle = log.awaitRecord(ORDERS, 0, 0);
        CompletableFuture<Appended> appended = log.append(CLICKS, 0, 1, batch("a"));
        log.close();

        assertThat(appended).isCompleted();
        assertThat(served).isCompleted();
        assertThatThrownBy(() -> await(idle))
                .hasCauseInstanceOf(StorageException.class)
                .hasMessageContaining("closed");
        assertThat(log.awaitRecord(ORDERS, 0, 0)).isCompletedExceptionally();
        assertThat(log.waiting()).isZero();
    }

    @Test
    void aTailGoesOnBehindWhatWasLost() throws Exception {
        logs.sync = SyncMode.NONE;
        logs.micros.set(CLICKS.unixMillis() * 1_000 + 1);
        FileRecordLog log = logs.open();
        append(log, CLICKS, "a");
        logs.kill();
        FileRecordLog again = logs.open();
        long behind = again.afterLoss(CLICKS, 0, 1);
        assertThat(behind).isGreaterThan(1);

        CompletableFuture<Horizon> wait = again.awaitRecord(CLICKS, 0, 1);
        CompletableFuture<Horizon> unborn = again.awaitRecord(ORDERS, 7, 0);

        assertThat(wait).as("nothing lies behind the loss").isNotDone();
        assertThat(unborn).isNotDone();
        append(again, CLICKS, "b");
        await(wait);
        assertThat(payloads(again, CLICKS, 0, behind)).containsExactly("b");
    }

    @Test
    void aDependentThatBlocksHoldsUpNeitherCommitsNorAcknowledgements() throws Exception {
        FileRecordLog log = logs.open();
        CountDownLatch ended = new CountDownLatch(1);
        CompletableFuture<Boolean> blocked = log.awaitRecord(CLICKS, 0, 0).thenApply(horizon -> {
            try {
                return ended.await(50, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        for (int i = 0; i < 100; i++) {
            append(log, CLICKS, "a");
        }
        ended.countDown();

        assertThat(await(blocked)).isTrue();
    }
}
