package io.ttdust.application.port.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.application.port.StorageException;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class InMemoryLogTailTest extends LogTailContract<InMemoryRecordLog> {

    @Override
    protected InMemoryRecordLog open(InstantSource clock) {
        return new InMemoryRecordLog(clock);
    }

    @Override
    protected int waiting(InMemoryRecordLog log) {
        return log.waiting();
    }

    @Test
    void durabilityWakesWhoWaitsNotTheAppend() {
        InMemoryRecordLog log = open(InstantSource.system());
        CompletableFuture<Horizon> wait = log.awaitRecord(CLICKS, 0, 0);
        log.holdDurability();
        assertThat(log.append(CLICKS, 0, 1, batch("a"))).isNotDone();
        assertThat(wait).isNotDone();

        log.releaseDurability();
        assertThat(wait).isCompletedWithValueMatching(horizon -> horizon.endLsn() == 1);
    }

    @Test
    void whatIsLostIsPassedOver() throws Exception {
        InMemoryRecordLog log = open(InstantSource.system());
        append(log, CLICKS, 0, "a");
        log.lose(CLICKS, 0, 100);

        CompletableFuture<Horizon> wait = log.awaitRecord(CLICKS, 0, 1);

        assertThat(wait).isNotDone();
        append(log, CLICKS, 0, "b");
        assertThat(wait).isCompleted();
    }

    @Test
    void aPoisonedLogFailsWhoWaitsAndWhoComes() throws Exception {
        InMemoryRecordLog log = open(InstantSource.system());
        append(log, CLICKS, 0, "a");
        CompletableFuture<Horizon> wait = log.awaitRecord(CLICKS, 0, 1);

        log.poison(new StorageException("sync failed"));

        assertThat(wait).isCompletedExceptionally();
        assertThat(log.awaitRecord(CLICKS, 0, 1)).isCompletedExceptionally();
        assertThat(log.awaitRecord(CLICKS, 0, 0)).isCompleted();
        assertThat(log.waiting()).isZero();
    }
}
