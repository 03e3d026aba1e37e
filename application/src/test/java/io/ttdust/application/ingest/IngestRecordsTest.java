package io.ttdust.application.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.application.port.log.InMemoryRecordLog;
import io.ttdust.application.pressure.Backpressure;
import io.ttdust.application.stream.OpenStream;
import io.ttdust.domain.id.SchemaId;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.id.UuidV7;
import io.ttdust.domain.ingest.AcceptedRun;
import io.ttdust.domain.ingest.IngestOutcome;
import io.ttdust.domain.ingest.IngestOutcome.Answered;
import io.ttdust.domain.ingest.IngestOutcome.Refused;
import io.ttdust.domain.ingest.Verdict;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.problem.Violation;
import io.ttdust.domain.record.LoggedBatch;
import io.ttdust.domain.record.RecordAttributes;
import io.ttdust.domain.record.RecordBatch;
import io.ttdust.domain.schema.PayloadSchema;
import io.ttdust.domain.stream.StreamDefinition;
import io.ttdust.domain.stream.StreamName;
import io.ttdust.domain.stream.StreamStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class IngestRecordsTest {

    private static final PayloadSchema NO_BANG = (bytes, offset, length) -> {
        String text = new String(bytes, offset, length, UTF_8);
        List<Violation> bangs = List.of(new Violation("/a", "bang", "no"), new Violation("/b", "bang", "no"));
        return text.contains("!") ? Problem.of(ErrorCode.VALIDATION_ERROR, "has a bang", bangs) : null;
    };

    private final MutableClock clock = new MutableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final InMemoryRecordLog log = new InMemoryRecordLog(clock);
    private final IngestRecords ingestRecords = ingestRecords(20_000_000);
    private final OpenStream stream = new OpenStream(
            new StreamDefinition(
                    new StreamId(UuidV7.of(1, new Random(1))),
                    new StreamName("clicks"),
                    "",
                    new SchemaId(UuidV7.of(1, new Random(2))),
                    3,
                    1,
                    Map.of(),
                    StreamStatus.ACTIVE,
                    clock.instant()),
            NO_BANG);

    private IngestRecords ingestRecords(long inFlightBytesMax) {
        return new IngestRecords(
                log,
                new IdempotencyKeys(clock, 1000),
                new Backpressure(inFlightBytesMax, Duration.ofMillis(200)),
                IngestLimits.DEFAULT);
    }

    @Test
    void writesTheGoodRecordsInRunsAndAnswersEachBrokenOne() {
        Answered answered = answered(batch("a", "b!", "c", "d", "e!"));

        long micros = answered.receiveMicros();
        assertThat(answered.accepted())
                .containsExactly(new AcceptedRun(0, 1, 0, 0, micros), new AcceptedRun(2, 2, 0, 1, micros));
        assertThat(answered.others()).extracting(IngestOutcome.Other::index).containsExactly(1, 4);
        assertThat(logged()).containsExactly("a", "c", "d");
    }

    @Test
    void stampsTheSchemaVersionTheRecordsWereCheckedAgainst() {
        answered(batch("a"));

        log.read(stream.definition().id(), 0, 0, log.horizon(), batch -> {
            assertThat(batch.schemaVersion()).isEqualTo(3);
            return true;
        });
    }

    @Test
    void answersOnlyOnceTheRecordsAreDurable() {
        log.holdDurability();

        CompletableFuture<IngestOutcome> outcome = ingestRecords.ingest(stream, batch("a"));
        assertThat(outcome).isNotDone();
        log.releaseDurability();

        assertThat(outcome).isCompleted();
    }

    @Test
    void tellsOnlyTheFirstViolationOnceManyWereTold() {
        String[] bad = new String[300];
        Arrays.fill(bad, "bad!");

        List<Integer> told = answered(batch(bad)).others().stream()
                .map(other -> ((Verdict.Rejected) other.verdict())
                        .problem()
                        .violations()
                        .size())
                .toList();

        assertThat(told).startsWith(2, 2, 2).endsWith(1, 1, 1);
        assertThat(told.stream().mapToInt(Integer::intValue).sum()).isLessThan(600);
    }

    @Test
    void countsMetadataAgainstWhatIsInFlight() {
        IngestRecords tight = ingestRecords(20_000);
        Map<String, String> metadata = new HashMap<>();
        for (int i = 0; i < 60; i++) {
            metadata.put("k" + i, "v");
        }
        RecordAttributes heavy = new RecordAttributes(null, null, metadata, RecordAttributes.NO_EVENT_TIME);
        RecordBatch batch = RecordBatch.builder(2, 8)
                .add("{}".getBytes(UTF_8), heavy)
                .add("{}".getBytes(UTF_8), heavy)
                .build();
        log.holdDurability();
        assertThat(tight.ingest(stream, batch)).isNotDone();

        assertThat(tight.ingest(stream, batch("{}".repeat(2_000))).join()).isInstanceOf(Refused.class);
        log.releaseDurability();
    }

    @Test
    @Tag("F27")
    void refusesEarlyWhenTooMuchIsInFlightAndRecoversByItself() {
        IngestRecords tight = ingestRecords(10_000);
        log.holdDurability();
        CompletableFuture<IngestOutcome> first = tight.ingest(stream, batch("x".repeat(8_000)));

        IngestOutcome second = tight.ingest(stream, batch("x".repeat(8_000))).join();

        assertThat(second).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.problem().code()).isEqualTo(ErrorCode.OVERLOADED);
            assertThat(refused.problem().retryAfter()).isEqualTo(Duration.ofMillis(200));
        });
        log.releaseDurability();
        assertThat(first.join()).isInstanceOf(Answered.class);
        assertThat(tight.ingest(stream, batch("x".repeat(8_000))).join()).isInstanceOf(Answered.class);
    }

    @Test
    void splitsWhatIsTooLargeForOneAppendAndKeepsTheOrder() {
        String mega = "m".repeat(1 << 20);
        String[] payloads = new String[10];
        Arrays.setAll(payloads, i -> i + mega.substring(1));

        Answered answered = answered(batch(payloads));

        assertThat(answered.acceptedCount()).isEqualTo(10);
        assertThat(answered.accepted()).hasSize(3);
        assertThat(logged())
                .extracting(text -> text.substring(0, 1))
                .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    }

    @Test
    void refusesARequestBeyondItsLimitsAsAWhole() {
        String[] many = new String[10_001];
        Arrays.fill(many, "x");

        assertThat(codeOf(ingestRecords.ingest(stream, batch(many)).join())).isEqualTo(ErrorCode.PAYLOAD_TOO_LARGE);
        assertThat(codeOf(ingestRecords.ingest(stream, batch()).join())).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(logged()).isEmpty();
    }

    @Test
    void rejectsARecordBeyondItsLimitsAlone() {
        RecordBatch batch = RecordBatch.builder(5, 16)
                .add(new byte[(1 << 20) + 1])
                .add("a".getBytes(UTF_8), RecordAttributes.ofKey("k".repeat(257)))
                .add("b".getBytes(UTF_8), RecordAttributes.ofKey(""))
                .add(
                        "c".getBytes(UTF_8),
                        new RecordAttributes(null, null, Map.of("m", "v".repeat(9000)), RecordAttributes.NO_EVENT_TIME))
                .add("d".getBytes(UTF_8))
                .build();

        Answered answered = answered(batch);

        assertThat(answered.accepted()).extracting(AcceptedRun::firstIndex).containsExactly(4);
        assertThat(answered.others())
                .extracting(
                        other -> ((Verdict.Rejected) other.verdict()).problem().code())
                .containsExactly(
                        ErrorCode.PAYLOAD_TOO_LARGE,
                        ErrorCode.INVALID_REQUEST,
                        ErrorCode.INVALID_REQUEST,
                        ErrorCode.INVALID_REQUEST);
    }

    private Answered answered(RecordBatch batch) {
        return (Answered) ingestRecords.ingest(stream, batch).join();
    }

    private static ErrorCode codeOf(IngestOutcome outcome) {
        return ((Refused) outcome).problem().code();
    }

    private List<String> logged() {
        List<String> texts = new ArrayList<>();
        log.read(stream.definition().id(), 0, 0, log.horizon(), batch -> texts.addAll(textsOf(batch)));
        return texts;
    }

    private static List<String> textsOf(LoggedBatch batch) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < batch.records().size(); i++) {
            texts.add(UTF_8.decode(batch.records().payload(i)).toString());
        }
        return texts;
    }

    private static RecordBatch batch(String... payloads) {
        RecordBatch.Builder builder = RecordBatch.builder(payloads.length, 16);
        for (String payload : payloads) {
            builder.add(payload.getBytes(UTF_8));
        }
        return builder.build();
    }
}
