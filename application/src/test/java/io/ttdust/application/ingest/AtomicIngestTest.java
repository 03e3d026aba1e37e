package io.ttdust.application.ingest;

import static io.ttdust.application.ingest.TestIngest.batch;
import static io.ttdust.application.ingest.TestIngest.keyed;
import static io.ttdust.application.ingest.TestIngest.keys;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.StorageFullException;
import io.ttdust.domain.ingest.AcceptedRun;
import io.ttdust.domain.ingest.IngestOutcome;
import io.ttdust.domain.ingest.IngestOutcome.Answered;
import io.ttdust.domain.ingest.IngestOutcome.Other;
import io.ttdust.domain.ingest.Verdict;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.problem.Violation;
import io.ttdust.domain.record.RecordBatch;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AtomicIngestTest {

    private final TestIngest ingest = new TestIngest(1);
    private final TestIngest wide = new TestIngest(4);

    @AfterEach
    void nothingIsInFlight() {
        assertThat(ingest.backpressure.inFlightBytes()).isZero();
        assertThat(ingest.openCheckers).hasValue(0);
    }

    @Test
    void goodRecordsAreWrittenInOneAppend() {
        Answered answered = ingest.atomically(batch("a", "b", "c"));

        assertThat(answered.accepted()).containsExactly(new AcceptedRun(0, 3, 0, 0, answered.receiveMicros()));
        assertThat(answered.others()).isEmpty();
        assertThat(ingest.logged(0)).containsExactly("a", "b", "c");
    }

    @Test
    void oneBadRecordKeepsTheOthersOutAndAllBadOnesAreNamed() {
        Problem problem = ingest.refused(keyed("k1:a", "k2:b!", "k3:c", "k4:d!"));

        assertThat(problem.code()).isEqualTo(ErrorCode.VALIDATION_ERROR);
        assertThat(problem.message()).isEqualTo("nothing was written, since record 1 cannot be: has a bang");
        assertThat(problem.violations()).extracting(Violation::pointer).containsExactly("/1/a", "/3/a");
        assertThat(ingest.logged(0)).isEmpty();
        assertThat(ingest.atomically(keyed("k1:a", "k2:b", "k3:c", "k4:d")).acceptedCount())
                .isEqualTo(4);
    }

    @Test
    @Tag("B18")
    void aRepeatedRequestIsAnsweredWithDuplicates() {
        ingest.atomically(keyed("a", "b"));

        Answered again = ingest.atomically(keyed("a", "b"));

        assertThat(again.accepted()).isEmpty();
        assertThat(again.others()).hasSize(2).extracting(Other::verdict).hasOnlyElementsOfType(Verdict.Duplicate.class);
        assertThat(ingest.logged(0)).containsExactly("a", "b");
    }

    @Test
    @Tag("B18")
    void aKeyOfAnotherRequestAmongNewOnesIsAConflict() {
        ingest.answered(keyed("b"));

        Problem problem = ingest.refused(keyed("a", "b", "c"));

        assertThat(problem.code()).isEqualTo(ErrorCode.IDEMPOTENCY_CONFLICT);
        assertThat(problem.violations()).extracting(Violation::pointer).containsExactly("/1");
        assertThat(ingest.refused(keyed("x", "b:other")).code()).isEqualTo(ErrorCode.IDEMPOTENCY_CONFLICT);
        assertThat(ingest.logged(0)).containsExactly("b");
        assertThat(ingest.answered(keyed("a", "c", "x")).acceptedCount()).isEqualTo(3);
    }

    @Test
    @Tag("B18")
    void twoRecordsWithOneKeyAreRefused() {
        Problem problem = ingest.refused(keyed("a", "b", "a"));

        assertThat(problem.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(problem.message()).contains("records 0 and 2");
        assertThat(ingest.atomically(keyed("a", "b")).acceptedCount()).isEqualTo(2);
    }

    @Test
    @Tag("B18")
    void aRepetitionWaitsForTheFirstAndSaysWhereItLies() {
        ingest.log.holdDurability();
        CompletableFuture<IngestOutcome> first = ingest.ingestRecords.ingestAtomically(ingest.stream, keyed("a", "b"));
        CompletableFuture<Answered> again = CompletableFuture.supplyAsync(() -> ingest.atomically(keyed("a", "b")));
        assertThat(first).isNotDone();
        ingest.log.releaseDurability();

        assertThat(((Answered) first.join()).acceptedCount()).isEqualTo(2);
        assertThat(again.join().others())
                .extracting(Other::verdict)
                .hasOnlyElementsOfType(Verdict.Duplicate.class)
                .hasSize(2);
    }

    @Test
    @Tag("B18")
    void requestsThatShareKeysCrosswiseNeverWaitForEachOther() {
        for (int i = 0; i < 200; i++) {
            String a = "a" + i;
            String b = "b" + i;
            CompletableFuture<IngestOutcome> one = CompletableFuture.supplyAsync(() -> ingest.ingestRecords
                    .ingestAtomically(ingest.stream, keyed(a, b))
                    .join());
            CompletableFuture<IngestOutcome> other = CompletableFuture.supplyAsync(() -> ingest.ingestRecords
                    .ingestAtomically(ingest.stream, keyed(b, a))
                    .join());

            assertThat(accepted(one.join()) + accepted(other.join())).isEqualTo(2);
        }
    }

    private static int accepted(IngestOutcome outcome) {
        return ((Answered) outcome).acceptedCount();
    }

    @Test
    void recordsOfSeveralPartitionsAreRefusedByTheFirstTwo() {
        RecordBatch batch = RecordBatch.builder(4, 8)
                .add("a".getBytes(UTF_8))
                .add("b".getBytes(UTF_8), keys(null, "user-1"))
                .add("c".getBytes(UTF_8), keys(null, "user-2"))
                .add("d".getBytes(UTF_8), keys("order/42", null))
                .build();

        Problem problem = wide.refused(batch);

        assertThat(problem.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(problem.message()).contains("records 1 and 3 belong to different ones");
        assertThat(problem.violations()).extracting(Violation::pointer).containsExactly("/1", "/3");
    }

    @Test
    void recordsWithoutAKeyFollowThoseWithOne() {
        RecordBatch batch = RecordBatch.builder(3, 8)
                .add("a".getBytes(UTF_8))
                .add("b".getBytes(UTF_8), keys("order/42", "user-1"))
                .add("c".getBytes(UTF_8))
                .build();

        Answered answered = wide.atomically(batch);

        assertThat(answered.accepted()).containsExactly(new AcceptedRun(0, 3, 3, 0, answered.receiveMicros()));
        assertThat(wide.atomically(batch("d", "e")).accepted()).hasSize(1);
    }

    @Test
    void moreThanOneAppendTakesIsRefusedWhole() {
        String mega = "m".repeat((1 << 20) - 1);

        assertThat(ingest.atomically(batch(mega, mega, mega, mega)).acceptedCount())
                .isEqualTo(4);
        assertThat(ingest.refused(batch(mega, mega, mega, mega, "12345")).code())
                .isEqualTo(ErrorCode.PAYLOAD_TOO_LARGE);
    }

    @Test
    @Tag("F07")
    void withoutRoomEveryRecordIsRefusedForNowAndItsKeyIsFree() {
        ingest.log.failNextAppend(new StorageFullException("no room"));

        assertThat(ingest.atomically(keyed("a", "b")).others())
                .hasSize(2)
                .allSatisfy(other -> assertThat(other.verdict()).isInstanceOf(Verdict.RefusedForNow.class));
        assertThat(ingest.atomically(keyed("a", "b")).acceptedCount()).isEqualTo(2);
    }

    @Test
    @Tag("F06")
    void anUnknownOutcomeIsThatOfEveryRecord() {
        ingest.log.holdDurability();
        CompletableFuture<IngestOutcome> first = ingest.ingestRecords.ingestAtomically(ingest.stream, keyed("a", "b"));
        ingest.log.poison(new StorageException("sync failed"));

        assertThat(((Answered) first.join()).others())
                .hasSize(2)
                .allSatisfy(other -> assertThat(other.verdict()).isInstanceOf(Verdict.RefusedForNow.class));
        assertThat(ingest.refused(keyed("a", "b")).code()).isEqualTo(ErrorCode.STORAGE_UNAVAILABLE);
    }
}
