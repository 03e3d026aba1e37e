package io.ttdust.application.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.application.flush.StorageFixture;
import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.telemetry.TallyingIngestMeter;
import io.ttdust.application.pressure.Backpressure;
import io.ttdust.application.stream.OpenStream;
import io.ttdust.domain.ingest.IngestOutcome;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.record.RecordBatch;
import io.ttdust.domain.schema.PayloadSchema;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Whatever becomes of a batch, the meter hears of it once, with the outcome the caller gets.
class MeasuredIngestTest {

    private static final PayloadSchema NO_BANG = (bytes, offset, length) -> {
        String text = new String(bytes, offset, length, UTF_8);
        if (text.equals("defect")) {
            throw new IllegalStateException("a defect");
        }
        return text.contains("!") ? Problem.of(ErrorCode.VALIDATION_ERROR, "has a bang") : null;
    };

    private final StorageFixture storage = new StorageFixture();
    private final TallyingIngestMeter meter = new TallyingIngestMeter();
    private final OpenStream stream = new OpenStream(storage.stream("clicks", 1), NO_BANG);
    private final Backpressure backpressure = new Backpressure(20_000_000, Duration.ofMillis(200));
    private final IngestRecords ingestRecords = new IngestRecords(
            storage.log, new IdempotencyKeys(storage.clock, 1000), backpressure, IngestLimits.DEFAULT, meter);

    @Test
    void anAnsweredBatchIsToldWithItsOutcome() {
        IngestOutcome outcome =
                ingestRecords.ingest(stream, batch("a", "b!", "c")).join();

        TallyingIngestMeter.Offered told = only();
        assertThat(told.stream).isEqualTo(stream.definition().name());
        assertThat(told.records).isEqualTo(3);
        assertThat(told.validated).isEqualTo(2);
        assertThat(told.outcome).isEqualTo(outcome);
    }

    @Test
    void aBatchThatWaitsForItsSyncIsNotOver() {
        storage.log.holdDurability();
        CompletableFuture<IngestOutcome> outcome = ingestRecords.ingest(stream, batch("a"));
        assertThat(only().isOver()).isFalse();

        storage.log.releaseDurability();

        assertThat(outcome).isCompleted();
        assertThat(only().isOver()).isTrue();
    }

    @Test
    @Tag("F06")
    void aBatchThatTheLogRefusesIsToldTooAndWasValidated() {
        storage.log.failNextAppend(new StorageException("cable cut"));

        assertThat(ingestRecords.ingest(stream, batch("a", "b"))).isCompleted();

        assertThat(only().validated).isEqualTo(2);
        assertThat(only().outcome).isInstanceOf(IngestOutcome.Answered.class);
    }

    @Test
    void aBatchThatIsRefusedWholeIsTold() {
        assertThat(ingestRecords.ingest(stream, batch())).isCompleted();

        assertThat(only().outcome).isInstanceOf(IngestOutcome.Refused.class);
        assertThat(only().validated).isZero();
    }

    @Test
    void aDefectEndsTheBatchWithoutAnOutcome() {
        assertThatThrownBy(() -> ingestRecords.ingest(stream, batch("a", "defect")))
                .hasMessage("a defect");

        assertThat(only().isOver()).isTrue();
        assertThat(only().outcome).isNull();
        assertThat(backpressure.inFlightBytes()).isZero();
    }

    private TallyingIngestMeter.Offered only() {
        assertThat(meter.batches).hasSize(1);
        return meter.batches.getFirst();
    }

    private static RecordBatch batch(String... payloads) {
        RecordBatch.Builder batch = RecordBatch.builder(payloads.length, 64);
        for (String payload : payloads) {
            batch.add(payload.getBytes(UTF_8));
        }
        return batch.build();
    }
}
