package io.ttdust.application.port.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.application.port.StorageException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class InMemoryRecordLogTest extends RecordLogContract<InMemoryRecordLog> {

    @Override
    protected InMemoryRecordLog open(InstantSource clock) {
        return new InMemoryRecordLog(clock);
    }

    @Test
    void whatIsHeldBackIsNeitherDurableNorReadable() {
        InMemoryRecordLog log = open(InstantSource.system());
        log.holdDurability();
        CompletableFuture<Appended> future = log.append(CLICKS, 0, 1, batch("a"));
        long throughMicros = log.horizon().throughMicros();

        assertThat(future).isNotDone();
        assertThat(log.backlog()).isEmpty();
        assertThat(log.unflushedBytes()).isPositive();
        assertThat(payloads(log, CLICKS, 0, 0)).isEmpty();

        log.releaseDurability();
        assertThat(future).isCompletedWithValueMatching(at -> at.receiveMicros() > throughMicros);
        assertThat(payloads(log, CLICKS, 0, 0)).containsExactly("a");
    }

    @Test
    void aFailedAppendLeavesNoGap() throws Exception {
        InMemoryRecordLog log = open(InstantSource.system());
        log.failNextAppend(new StorageException("cable cut"));

        assertThatThrownBy(() -> log.append(CLICKS, 0, 1, batch("a"))).hasMessage("cable cut");
        assertThat(append(log, CLICKS, 0, "b").firstOffset()).isZero();
    }

    @Test
    void poisonFailsWhatWaitsAndWhatComes() {
        InMemoryRecordLog log = open(InstantSource.system());
        log.holdDurability();
        CompletableFuture<Appended> waiting = log.append(CLICKS, 0, 1, batch("a"));
        log.poison(new StorageException("sync failed"));

        assertThat(waiting).isCompletedExceptionally();
        assertThatThrownBy(() -> log.append(CLICKS, 0, 1, batch("b"))).hasMessage("sync failed");
    }

    @Test
    @Tag("F31")
    void anExpiredPinHoldsNothingAndSaysSo() throws Exception {
        InMemoryRecordLog log = open(InstantSource.system());
        append(log, CLICKS, 0, "a");
        LogPin old = log.pin();
        log.flushed(List.of(checkpoint(log, CLICKS, 0, 1)));
        assertThat(payloads(log, CLICKS, 0, 0)).containsExactly("a");

        log.expirePins();

        assertThat(old.isHeld()).isFalse();
        assertThat(payloads(log, CLICKS, 0, 0)).isEmpty();
        assertThat(log.pin().isHeld()).isTrue();
        old.close();
    }
}
