package io.ttdust.application.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ttdust.application.port.log.InMemoryRecordLog;
import io.ttdust.application.pressure.Backpressure;
import io.ttdust.application.stream.OpenStream;
import io.ttdust.domain.id.SchemaId;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.id.UuidV7;
import io.ttdust.domain.ingest.IngestOutcome.Answered;
import io.ttdust.domain.ingest.IngestOutcome.Refused;
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
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// An intake over a log in memory, and a stream of `partitions` partitions whose records must not hold a bang, and
/// whose schema has a defect that the record `defect` shows.
final class TestIngest {

    final MutableClock clock = new MutableClock(Instant.parse("2026-01-01T00:00:00Z"));
    final InMemoryRecordLog log = new InMemoryRecordLog(clock);
    final IdempotencyKeys keys = new IdempotencyKeys(clock, 100_000);
    final Backpressure backpressure = new Backpressure(100_000_000, Duration.ofMillis(200));
    final AtomicInteger openCheckers = new AtomicInteger();
    final IngestRecords ingestRecords;
    final OpenStream stream;

    TestIngest(int partitions) {
        ingestRecords = new IngestRecords(log, keys, backpressure, IngestLimits.DEFAULT);
        stream = new OpenStream(
                new StreamDefinition(
                        new StreamId(UuidV7.of(1, new Random(partitions))),
                        new StreamName("clicks"),
                        "",
                        new SchemaId(UuidV7.of(1, new Random(2))),
                        1,
                        partitions,
                        Map.of(),
                        StreamStatus.ACTIVE,
                        clock.instant()),
                new NoBang(openCheckers));
    }

    Answered answered(RecordBatch batch) {
        return (Answered) ingestRecords.ingest(stream, batch).join();
    }

    Answered atomically(RecordBatch batch) {
        return (Answered) ingestRecords.ingestAtomically(stream, batch).join();
    }

    Problem refused(RecordBatch batch) {
        return ((Refused) ingestRecords.ingestAtomically(stream, batch).join()).problem();
    }

    /// The payloads of a partition, in their order.
    List<String> logged(int partition) {
        List<String> texts = new ArrayList<>();
        log.read(stream.definition().id(), partition, 0, log.horizon(), batch -> texts.addAll(textsOf(batch)));
        return texts;
    }

    private static List<String> textsOf(LoggedBatch batch) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < batch.records().size(); i++) {
            texts.add(UTF_8.decode(batch.records().payload(i)).toString());
        }
        return texts;
    }

    static RecordAttributes keys(@Nullable String idempotencyKey, @Nullable String partitionKey) {
        return new RecordAttributes(idempotencyKey, partitionKey, Map.of(), RecordAttributes.NO_EVENT_TIME);
    }

    static RecordBatch batch(String... payloads) {
        RecordBatch.Builder builder = RecordBatch.builder(payloads.length, 16);
        for (String payload : payloads) {
            builder.add(payload.getBytes(UTF_8));
        }
        return builder.build();
    }

    /// A record for each key, whose payload is the key, or what follows the key's colon.
    static RecordBatch keyed(String... keys) {
        RecordBatch.Builder builder = RecordBatch.builder(keys.length, 16);
        for (String key : keys) {
            String[] parts = key.split(":", 2);
            builder.add(parts[parts.length - 1].getBytes(UTF_8), RecordAttributes.ofKey(parts[0]));
        }
        return builder.build();
    }

    private record NoBang(AtomicInteger openCheckers) implements PayloadSchema {

        @Override
        public @Nullable Problem check(byte[] bytes, int offset, int length) {
            String text = new String(bytes, offset, length, UTF_8);
            if (text.equals("defect")) {
                throw new IllegalStateException("a defect");
            }
            return text.contains("!")
                    ? Problem.of(ErrorCode.VALIDATION_ERROR, "has a bang", List.of(new Violation("/a", "bang", "no")))
                    : null;
        }

        @Override
        public Checker open() {
            openCheckers.incrementAndGet();
            return new Checker() {

                @Override
                public @Nullable Problem check(byte[] bytes, int offset, int length) {
                    return NoBang.this.check(bytes, offset, length);
                }

                @Override
                public void close() {
                    openCheckers.decrementAndGet();
                }
            };
        }
    }
}
