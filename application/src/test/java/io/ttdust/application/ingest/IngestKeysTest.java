package io.ttdust.application.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.application.keyfile.KeyHasher;
import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.StorageFullException;
import io.ttdust.application.pressure.Backpressure;
import io.ttdust.domain.ingest.IngestOutcome;
import io.ttdust.domain.ingest.IngestOutcome.Answered;
import io.ttdust.domain.ingest.Verdict;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.record.RecordAttributes;
import io.ttdust.domain.record.RecordBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Idempotency keys on the way through [IngestRecords#ingest].
class IngestKeysTest {

    private final TestIngest ingest = new TestIngest(1);

    @Test
    @Tag("B18")
    void countsAKeyOnceAndNamesTheFirstRecord() {
        ingest.answered(TestIngest.keyed("k:body"));

        Answered again = ingest.answered(TestIngest.keyed("k:body"));

        assertThat(again.accepted()).isEmpty();
        assertThat(again.others().getFirst().verdict()).isInstanceOfSatisfying(Verdict.Duplicate.class, duplicate -> {
            assertThat(duplicate.offset()).isZero();
            assertThat(duplicate.partition()).isZero();
        });
        assertThat(ingest.logged(0)).containsExactly("body");
    }

    @Test
    @Tag("B18")
    void refusesAKeyThatWasUsedForAnotherBody() {
        ingest.answered(TestIngest.keyed("k:body"));

        assertThat(ingest.answered(TestIngest.keyed("k:other"))
                        .others()
                        .getFirst()
                        .verdict())
                .isInstanceOfSatisfying(
                        Verdict.KeyConflict.class,
                        conflict -> assertThat(conflict.problem().code()).isEqualTo(ErrorCode.IDEMPOTENCY_CONFLICT));
    }

    @Test
    @Tag("B18")
    void forgetsAKeyAfter24Hours() {
        ingest.answered(TestIngest.keyed("k:body"));
        ingest.clock.advance(Duration.ofHours(23).plusMinutes(59));
        assertThat(ingest.answered(TestIngest.keyed("k:body")).acceptedCount()).isZero();

        ingest.clock.advance(Duration.ofMinutes(2));

        assertThat(ingest.answered(TestIngest.keyed("k:body")).acceptedCount()).isOne();
    }

    @Test
    @Tag("B18")
    void decidesAConflictOnlyOnceTheFirstRecordOfTheKeyIsDurable() {
        ingest.log.holdDurability();
        CompletableFuture<IngestOutcome> first = ingest.ingestRecords.ingest(ingest.stream, TestIngest.keyed("k:body"));
        CompletableFuture<IngestOutcome> other =
                ingest.ingestRecords.ingest(ingest.stream, TestIngest.keyed("k:other"));
        assertThat(other).isNotDone();

        ingest.log.releaseDurability();

        assertThat(first).isCompleted();
        assertThat(((Answered) other.join()).others().getFirst().verdict()).isInstanceOf(Verdict.KeyConflict.class);
    }

    @Test
    @Tag("F11")
    void freesReservedKeysWhenADefectEndsTheBatch() {
        RecordBatch batch = RecordBatch.builder(2, 8)
                .add("x".getBytes(UTF_8), RecordAttributes.ofKey("k"))
                .add("defect".getBytes(UTF_8))
                .build();

        assertThatThrownBy(() -> ingest.ingestRecords.ingest(ingest.stream, batch))
                .hasMessage("a defect");

        assertThat(ingest.answered(TestIngest.keyed("k:other")).acceptedCount()).isOne();
    }

    @Test
    void doesNotSpendAKeyOnARecordThatIsRejected() {
        ingest.answered(TestIngest.keyed("k:bad!"));

        assertThat(ingest.answered(TestIngest.keyed("k:good")).acceptedCount()).isOne();
    }

    @Test
    void findsADuplicateWithinOneBatch() {
        RecordBatch twice = TestIngest.keyed("k:x", "k:x");

        Answered answered = ingest.answered(twice);

        assertThat(answered.acceptedCount()).isOne();
        assertThat(answered.others().getFirst().verdict()).isInstanceOf(Verdict.Duplicate.class);
    }

    @Test
    @Tag("B18")
    void letsOneOfAHundredRacingCallersWin() throws Exception {
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answered>> answers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                answers.add(callers.submit(() -> ingest.answered(TestIngest.keyed("k:body"))));
            }
            int accepted = 0;
            for (Future<Answered> answer : answers) {
                accepted += answer.get().acceptedCount();
            }
            assertThat(accepted).isOne();
        }
        assertThat(ingest.logged(0)).containsExactly("body");
    }

    @Test
    void makesASecondCallerOfAKeyWaitForTheFirst() {
        ingest.log.holdDurability();
        CompletableFuture<IngestOutcome> first = ingest.ingestRecords.ingest(ingest.stream, TestIngest.keyed("k:body"));
        CompletableFuture<IngestOutcome> second =
                ingest.ingestRecords.ingest(ingest.stream, TestIngest.keyed("k:body"));
        assertThat(second).isNotDone();

        ingest.log.releaseDurability();

        assertThat(first).isCompleted();
        assertThat(((Answered) second.join()).others().getFirst().verdict()).isInstanceOf(Verdict.Duplicate.class);
    }

    @Test
    @Tag("F07")
    void freesTheKeyOfARecordThatFoundNoRoom() {
        ingest.log.failNextAppend(new StorageFullException("no room"));

        Verdict refused =
                ingest.answered(TestIngest.keyed("k:body")).others().getFirst().verdict();

        assertThat(refused).isInstanceOfSatisfying(Verdict.RefusedForNow.class, later -> {
            assertThat(later.problem().code()).isEqualTo(ErrorCode.STORAGE_FULL);
            assertThat(later.problem().retryAfter()).isNotNull();
        });
        assertThat(ingest.answered(TestIngest.keyed("k:body")).acceptedCount()).isOne();
    }

    @Test
    @Tag("F07")
    void freesTheKeyOfAStagedRecordForWhichNoSegmentWasToBeHad() {
        ingest.log.holdDurability();
        CompletableFuture<IngestOutcome> first = ingest.ingestRecords.ingest(ingest.stream, TestIngest.keyed("k:body"));
        CompletableFuture<IngestOutcome> second =
                ingest.ingestRecords.ingest(ingest.stream, TestIngest.keyed("k:body"));
        ingest.log.poison(new StorageFullException("no room for another segment"));

        assertThat(((Answered) first.join()).others().getFirst().verdict())
                .isInstanceOfSatisfying(
                        Verdict.RefusedForNow.class,
                        later -> assertThat(later.problem().code()).isEqualTo(ErrorCode.STORAGE_FULL));
        assertThat(((Answered) second.join()).others().getFirst().verdict()).isInstanceOf(Verdict.RefusedForNow.class);
        assertThat(ingest.keys.lookUp(
                        new KeyHasher().of(ingest.stream.definition().id(), "k"),
                        TestIngest.keyed("k:body").fingerprint(0)))
                .isInstanceOf(KeyState.Free.class);
    }

    @Test
    @Tag("F06")
    void keepsAKeyReservedWhenNobodyKnowsWhetherItsRecordWasWritten() {
        ingest.log.holdDurability();
        CompletableFuture<IngestOutcome> first = ingest.ingestRecords.ingest(ingest.stream, TestIngest.keyed("k:body"));
        ingest.log.poison(new StorageException("sync failed"));

        assertThat(((Answered) first.join()).others().getFirst().verdict())
                .isInstanceOfSatisfying(
                        Verdict.RefusedForNow.class,
                        later -> assertThat(later.problem().code()).isEqualTo(ErrorCode.STORAGE_UNAVAILABLE));
        Verdict second =
                ingest.answered(TestIngest.keyed("k:body")).others().getFirst().verdict();
        assertThat(second).isInstanceOf(Verdict.RefusedForNow.class);
    }

    @Test
    void knowsTheKeysOfARecoveredLog() {
        ingest.answered(TestIngest.keyed("k:body"));
        IdempotencyKeys restored = new IdempotencyKeys(ingest.clock, 1000);
        ingest.log.read(ingest.stream.definition().id(), 0, 0, ingest.log.horizon(), batch -> {
            restored.restore(batch);
            return true;
        });
        IngestRecords restarted = new IngestRecords(
                ingest.log, restored, new Backpressure(20_000_000, Duration.ofMillis(200)), IngestLimits.DEFAULT);

        Answered again = (Answered)
                restarted.ingest(ingest.stream, TestIngest.keyed("k:body")).join();

        assertThat(again.others().getFirst().verdict()).isInstanceOf(Verdict.Duplicate.class);
    }

    @Test
    void refusesKeyedRecordsWhenTheTableIsFullOfYoungKeys() {
        IngestRecords small = new IngestRecords(
                ingest.log,
                new IdempotencyKeys(ingest.clock, 2),
                new Backpressure(20_000_000, Duration.ofMillis(200)),
                IngestLimits.DEFAULT);
        small.ingest(ingest.stream, TestIngest.keyed("a:1")).join();
        small.ingest(ingest.stream, TestIngest.keyed("b:2")).join();

        Answered third =
                (Answered) small.ingest(ingest.stream, TestIngest.keyed("c:3")).join();
        Answered unkeyed =
                (Answered) small.ingest(ingest.stream, TestIngest.batch("d")).join();

        assertThat(third.others().getFirst().verdict())
                .isInstanceOfSatisfying(
                        Verdict.RefusedForNow.class,
                        later -> assertThat(later.problem().code()).isEqualTo(ErrorCode.OVERLOADED));
        assertThat(unkeyed.acceptedCount()).isOne();
        ingest.clock.advance(Duration.ofHours(25));
        assertThat(((Answered) small.ingest(ingest.stream, TestIngest.keyed("c:3"))
                                .join())
                        .acceptedCount())
                .isOne();
    }
}
