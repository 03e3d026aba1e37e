package io.ttdust.application.ingest;

import static io.ttdust.application.ingest.TestIngest.batch;
import static io.ttdust.application.ingest.TestIngest.keyed;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.application.port.log.AppendCondition;
import io.ttdust.application.port.log.Appended;
import io.ttdust.application.port.log.RecordLog;
import io.ttdust.application.pressure.Backpressure;
import io.ttdust.application.stream.OpenStream;
import io.ttdust.application.stream.SchemaEpoch;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.ingest.AcceptedRun;
import io.ttdust.domain.ingest.Durability;
import io.ttdust.domain.ingest.IngestOutcome;
import io.ttdust.domain.ingest.IngestOutcome.Answered;
import io.ttdust.domain.ingest.Verdict;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.problem.Violation;
import io.ttdust.domain.record.LoggedBatch;
import io.ttdust.domain.record.RecordAttributes;
import io.ttdust.domain.record.RecordBatch;
import io.ttdust.domain.schema.PayloadSchema;
import io.ttdust.domain.stream.StreamChange;
import io.ttdust.domain.stream.VersionChoice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What becomes of records when another version of the schema comes into force between their validation and their
/// append. Version 1 takes payloads with an `a`, version 2 those with a `b`.
class SchemaSwitchTest {

    private final TestIngest base = new TestIngest(1);
    private OpenStream stream = open(1);

    /// How many appends find that the schema was switched just before them.
    private int switches;

    private final IngestRecords ingestRecords = new IngestRecords(
            new SwitchingLog(), base.keys, new Backpressure(100_000_000, Duration.ofMillis(200)), IngestLimits.DEFAULT);

    private final class SwitchingLog implements RecordLog {

        @Override
        public @Nullable CompletableFuture<Appended> append(
                StreamId id, int partition, int version, RecordBatch batch, AppendCondition condition) {
            if (switches > 0) {
                switches--;
                switchTo(3 - stream.epoch().version());
            }
            return base.log.append(id, partition, version, batch, condition);
        }

        @Override
        public Durability durability() {
            return base.log.durability();
        }
    }

    private static OpenStream open(int partitions) {
        return new OpenStream(new TestIngest(partitions).stream.definition(), takes("a"));
    }

    private void switchTo(int version) {
        stream.change(
                new StreamChange(null, null, new VersionChoice.Pinned(version)).appliedTo(stream.definition()),
                takes(version == 1 ? "a" : "b"));
    }

    private static PayloadSchema takes(String part) {
        return (bytes, offset, length) -> new String(bytes, offset, length, UTF_8).contains(part)
                ? null
                : Problem.of(ErrorCode.VALIDATION_ERROR, "no", List.of(new Violation("", "part", "has no " + part)));
    }

    private Answered answered(RecordBatch batch) {
        return (Answered) ingestRecords.ingest(stream, batch).join();
    }

    /// Payloads with the version they were written under.
    private List<String> logged(int partition) {
        List<String> texts = new ArrayList<>();
        base.log.read(stream.definition().id(), partition, 0, base.log.horizon(), read -> texts.addAll(textsOf(read)));
        return texts;
    }

    private static List<String> textsOf(LoggedBatch read) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < read.records().size(); i++) {
            texts.add(UTF_8.decode(read.records().payload(i)) + "@" + read.schemaVersion());
        }
        return texts;
    }

    @Test
    void whatNoLongerSatisfiesTheSchemaIsRejectedAndTheOthersAreWrittenUnderTheNewVersion() {
        switches = 1;

        Answered answered = answered(batch("ab1", "a2", "b3", "ab4"));

        assertThat(logged(0)).containsExactly("ab1@2", "ab4@2");
        assertThat(answered.accepted()).extracting(AcceptedRun::firstIndex).containsExactly(0, 3);
        assertThat(answered.others()).extracting(IngestOutcome.Other::index).containsExactly(1, 2);
        assertThat(answered.others()).allMatch(other -> other.verdict() instanceof Verdict.Rejected);
    }

    @Test
    void whenNothingIsLeftNothingIsWritten() {
        switches = 1;

        Answered answered = answered(batch("a1", "a2"));

        assertThat(answered.acceptedCount()).isZero();
        assertThat(answered.others()).hasSize(2);
        assertThat(logged(0)).isEmpty();
    }

    @Test
    void aKeyStaysReservedThroughTheSecondCheckAndIsFreeAgainWhenItsRecordFailsIt() {
        switches = 1;
        answered(keyed("k1:ab", "k2:a"));

        Answered again = answered(keyed("k1:ab", "k2:b"));

        assertThat(logged(0)).containsExactly("ab@2", "b@2");
        assertThat(again.acceptedCount()).isEqualTo(1);
        assertThat(again.others().getFirst().verdict()).isInstanceOf(Verdict.Duplicate.class);
    }

    @Test
    void whoWaitsForAKeyWhoseRecordFailedTheSecondCheckMaySendAgain() {
        switches = 1;

        Answered answered = answered(keyed("k:a", "k:a"));

        assertThat(answered.others())
                .extracting(IngestOutcome.Other::verdict)
                .hasExactlyElementsOfTypes(Verdict.Rejected.class, Verdict.RefusedForNow.class);
        assertThat(answered(keyed("k:b")).acceptedCount()).isEqualTo(1);
    }

    @Test
    void onlyWhatIsNotYetAppendedIsCheckedAgain() {
        stream = open(8);
        RecordBatch.Builder spread = RecordBatch.builder(64, 16);
        for (int i = 0; i < 64; i++) {
            spread.add(
                    "a".getBytes(UTF_8), new RecordAttributes(null, "p" + i, Map.of(), RecordAttributes.NO_EVENT_TIME));
        }
        SwitchAfter log = new SwitchAfter(3);
        IngestRecords ingest = new IngestRecords(log, base.keys, base.backpressure, IngestLimits.DEFAULT);

        Answered answered = (Answered) ingest.ingest(stream, spread.build()).join();

        assertThat(log.staged).isEqualTo(3);
        assertThat(answered.acceptedCount() + answered.others().size()).isEqualTo(64);
        assertThat(answered.acceptedCount()).isPositive();
        assertThat(answered.others()).isNotEmpty().allMatch(other -> other.verdict() instanceof Verdict.Rejected);
        for (int partition = 0; partition < 8; partition++) {
            assertThat(logged(partition)).allMatch("a@1"::equals);
        }
    }

    /// Switches when so many appends were staged.
    private final class SwitchAfter implements RecordLog {

        private final int appends;
        private int staged;

        SwitchAfter(int appends) {
            this.appends = appends;
        }

        @Override
        public @Nullable CompletableFuture<Appended> append(
                StreamId id, int partition, int version, RecordBatch batch, AppendCondition condition) {
            if (staged == appends) {
                switchTo(2);
            }
            CompletableFuture<Appended> appended = base.log.append(id, partition, version, batch, condition);
            staged += appended == null ? 0 : 1;
            return appended;
        }

        @Override
        public Durability durability() {
            return base.log.durability();
        }
    }

    @Test
    void anAtomicBatchIsWrittenWholeUnderTheNewVersionOrNotAtAll() {
        switches = 1;
        IngestOutcome whole =
                ingestRecords.ingestAtomically(stream, keyed("k1:ab", "k2:ab")).join();
        switches = 1; // back to version 1
        IngestOutcome none =
                ingestRecords.ingestAtomically(stream, keyed("k3:ab", "k4:b")).join();

        assertThat(((Answered) whole).acceptedCount()).isEqualTo(2);
        assertThat(((IngestOutcome.Refused) none).problem().code()).isEqualTo(ErrorCode.VALIDATION_ERROR);
        assertThat(logged(0)).containsExactly("ab@2", "ab@2");
        assertThat(answered(keyed("k3:a", "k4:a")).acceptedCount()).isEqualTo(2);
    }

    @Test
    void anAtomicBatchThatFailsOnlyTheSecondCheckIsRefusedWithItsPlaceAndItsKeysAreFree() {
        switches = 1;

        Problem refused = ((IngestOutcome.Refused) ingestRecords
                        .ingestAtomically(stream, keyed("k1:ab", "k2:a"))
                        .join())
                .problem();

        assertThat(refused.violations()).extracting(Violation::pointer).containsExactly("/1");
        assertThat(logged(0)).isEmpty();
        assertThat(answered(keyed("k1:b", "k2:b")).acceptedCount()).isEqualTo(2);
    }

    @Test
    void whoIsOvertakenBySwitchesAgainAndAgainIsToldToComeBack() {
        switches = Appends.TURNS_MAX;
        Answered answered = answered(keyed("k:ab"));

        assertThat(answered.others().getFirst().verdict()).isInstanceOf(Verdict.RefusedForNow.class);
        assertThat(logged(0)).isEmpty();
        assertThat(answered(keyed("k:ab")).acceptedCount()).isEqualTo(1);
    }

    @Test
    void aVersionThatCameBackIsAnotherEpoch() {
        SchemaEpoch first = stream.epoch();
        switchTo(2);
        switchTo(1);

        assertThat(first.holds()).isFalse();
        assertThat(stream.epoch().holds()).isTrue();
        assertThat(stream.epoch().version()).isEqualTo(1);
    }

    @Test
    void aChangeOfSomethingElseEndsNoEpoch() {
        SchemaEpoch first = stream.epoch();
        stream.change(new StreamChange("other words", null, null).appliedTo(stream.definition()), takes("a"));

        assertThat(first.holds()).isTrue();
    }
}
