package io.ttdust.adapters.telemetry.meter;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.ttdust.adapters.telemetry.ScrapedText;
import io.ttdust.application.port.telemetry.IngestMeter;
import io.ttdust.domain.ingest.AcceptedRun;
import io.ttdust.domain.ingest.Durability;
import io.ttdust.domain.ingest.IngestOutcome;
import io.ttdust.domain.ingest.Verdict;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.problem.Violation;
import io.ttdust.domain.stream.StreamName;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class IngestCountersTest {

    private static final StreamName CLICKS = new StreamName("clicks");
    private static final String VERDICTS = "ttdust_ingestion_records_total";
    private static final String ERRORS = "ttdust_ingestion_validation_errors_total";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final IngestCounters counters = new IngestCounters(registry, new StreamLabels());

    @Test
    void countsEachVerdictOfABatch() {
        counters.received(6, 600);
        IngestMeter.Batch batch = counters.offered(CLICKS, 6);
        assertThat(scrape().sum("ttdust_ingestion_buffer_records")).isEqualTo(6);

        batch.answered(
                4,
                answered(
                        2,
                        new Verdict.Duplicate(0, 1, 2),
                        new Verdict.Rejected(broken("minimum")),
                        new Verdict.KeyConflict(Problem.of(ErrorCode.IDEMPOTENCY_CONFLICT, "x")),
                        new Verdict.RefusedForNow(
                                Problem.retryable(ErrorCode.STORAGE_UNAVAILABLE, "x", Duration.ofSeconds(1)))));

        ScrapedText scraped = scrape();
        assertThat(scraped.sum(VERDICTS, "stream", "clicks", "status", "accepted"))
                .isEqualTo(2);
        for (String status : List.of("duplicate", "rejected", "conflict", "refused")) {
            assertThat(scraped.sum(VERDICTS, "stream", "clicks", "status", status))
                    .as(status)
                    .isEqualTo(1);
        }
        assertThat(scraped.sum(ERRORS, "stream", "clicks", "error_type", "minimum"))
                .isEqualTo(1);
        assertThat(scraped.sum("ttdust_ingestion_records_received_total")).isEqualTo(6);
        assertThat(scraped.sum("ttdust_ingestion_requests_total")).isEqualTo(1);
        assertThat(scraped.sum("ttdust_ingestion_bytes_total")).isEqualTo(600);
        assertThat(scraped.sum("ttdust_ingestion_records_validated_total")).isEqualTo(4);
        assertThat(scraped.sum("ttdust_ingestion_duplicates_total")).isEqualTo(1);
        assertThat(scraped.sum("ttdust_ingestion_buffer_records")).isZero();
        assertThat(scraped.sum("ttdust_ingestion_latency_seconds_count")).isEqualTo(1);
        assertThat(scraped.sum(VERDICTS)).isEqualTo(6);
    }

    @Test
    void countsAWholeBatchThatWasRefusedByWhetherItMayComeAgain() {
        counters.offered(CLICKS, 5)
                .answered(
                        0,
                        new IngestOutcome.Refused(Problem.retryable(ErrorCode.OVERLOADED, "x", Duration.ofSeconds(1))));
        counters.offered(CLICKS, 7)
                .answered(0, new IngestOutcome.Refused(Problem.of(ErrorCode.PAYLOAD_TOO_LARGE, "x")));

        assertThat(scrape().sum(VERDICTS, "status", "refused")).isEqualTo(5);
        assertThat(scrape().sum(VERDICTS, "status", "rejected")).isEqualTo(7);
        assertThat(scrape().sum("ttdust_ingestion_backpressure_total")).isEqualTo(1);
        assertThat(scrape().sum(ERRORS, "error_type", "payload_too_large")).isEqualTo(7);
    }

    @Test
    void countsWhatNeverReachedAStreamUnderNone() {
        counters.refused(null, 3, ErrorCode.NOT_FOUND);
        counters.refused(null, 4, ErrorCode.STORAGE_UNAVAILABLE);
        counters.refused(CLICKS, 2, ErrorCode.INVALID_REQUEST);

        assertThat(scrape().sum(VERDICTS, "stream", "_none", "status", "rejected"))
                .isEqualTo(3);
        assertThat(scrape().sum(VERDICTS, "stream", "_none", "status", "refused"))
                .isEqualTo(4);
        assertThat(scrape().sum(VERDICTS, "stream", "clicks", "status", "rejected"))
                .isEqualTo(2);
    }

    @Test
    void aDefectOnlyEndsTheWaiting() {
        IngestMeter.Batch batch = counters.offered(CLICKS, 6);
        batch.failed();

        assertThat(scrape().sum("ttdust_ingestion_buffer_records")).isZero();
        assertThat(scrape().sum(VERDICTS)).isZero();
    }

    @Test
    @Tag("B20")
    void whatAValidatorSaysBecomesNoLabelUnlessItIsAKeyword() {
        counters.offered(CLICKS, 2)
                .answered(
                        0,
                        answered(
                                0,
                                new Verdict.Rejected(broken("4111111111111111")),
                                new Verdict.Rejected(broken("required"))));

        assertThat(registry.scrape()).doesNotContain("4111");
        assertThat(scrape().sum(ERRORS, "error_type", "other")).isEqualTo(1);
        assertThat(scrape().sum(ERRORS, "error_type", "required")).isEqualTo(1);
    }

    @Test
    void streamsBeyondTheBoundAreCountedTogether() {
        for (int i = 0; i < StreamLabels.STREAMS_MAX + 50; i++) {
            counters.offered(new StreamName("s" + i), 1).answered(1, answered(1));
            counters.offered(new StreamName("s" + i), 1).answered(1, answered(1));
        }

        ScrapedText scraped = scrape();
        assertThat(scraped.named(VERDICTS).stream()
                        .map(sample -> sample.labels().get("stream"))
                        .distinct())
                .hasSize(StreamLabels.STREAMS_MAX + 2)
                .contains("s0", "s199", StreamLabels.OTHER, StreamLabels.NONE)
                .doesNotContain("s200");
        assertThat(scraped.sum(VERDICTS, "stream", StreamLabels.OTHER, "status", "accepted"))
                .isEqualTo(100);
        assertThat(scraped.sum(VERDICTS, "stream", "s7", "status", "accepted")).isEqualTo(2);
    }

    /// What counting costs a batch of any size: measured, with room for a busy machine. Bytes are exact.
    @Test
    @Tag("B13")
    void aBatchCostsAboutAMicrosecondAndOneObject() {
        IngestOutcome outcome = answered(64);
        long bytes = allocated(outcome, 200_000); // until everything is compiled
        long nanos = Long.MAX_VALUE;
        for (int turn = 0; turn < 10; turn++) {
            long started = System.nanoTime();
            bytes = Math.min(bytes, allocated(outcome, 20_000));
            nanos = Math.min(nanos, (System.nanoTime() - started) / 20_000);
        }

        assertThat(bytes).as("bytes per batch").isLessThanOrEqualTo(48);
        assertThat(nanos).as("nanoseconds per batch").isLessThan(2_000);
    }

    private long allocated(IngestOutcome outcome, int batches) {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < batches; i++) {
            counters.received(64, 65_536);
            counters.offered(CLICKS, 64).answered(64, outcome);
        }
        return (threads.getCurrentThreadAllocatedBytes() - before) / batches;
    }

    private ScrapedText scrape() {
        return ScrapedText.parse(registry.scrape());
    }

    private static Problem broken(String keyword) {
        return Problem.of(ErrorCode.VALIDATION_ERROR, "x", List.of(new Violation("/a", keyword, "x")));
    }

    private static IngestOutcome.Answered answered(int accepted, Verdict... others) {
        List<IngestOutcome.Other> list = new ArrayList<>();
        for (int i = 0; i < others.length; i++) {
            list.add(new IngestOutcome.Other(accepted + i, others[i]));
        }
        return new IngestOutcome.Answered(
                accepted == 0 ? List.of() : List.of(new AcceptedRun(0, accepted, 0, 0, 1)), list, Durability.FSYNC, 1);
    }
}
