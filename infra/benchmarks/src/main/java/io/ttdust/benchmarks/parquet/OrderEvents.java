package io.ttdust.benchmarks.parquet;

import io.ttdust.application.port.storage.ColumnFileOrigin;
import io.ttdust.domain.id.SchemaId;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.record.LoggedBatch;
import io.ttdust.domain.record.RecordBatch;
import io.ttdust.domain.schema.SchemaName;
import io.ttdust.domain.schema.SchemaVersion;
import io.ttdust.domain.stream.StreamName;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/// Records of ten typed columns, the same for the same seed: what a shop sends for each order.
final class OrderEvents {

    /// Records that were received together.
    static final int BATCH_RECORDS = 100;

    static final StreamId STREAM = new StreamId(new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0001L));

    private static final SchemaId SCHEMA_ID = new SchemaId(new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0002L));
    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
    private static final String[] TYPES = {"click", "view", "purchase", "signup"};
    private static final String[] COUNTRIES = {"DE", "FR", "US", "JP", "BR", "IN", "NG", "AU"};
    private static final String[] CAMPAIGNS = {"spring_sale", "newsletter", "retargeting", "brand", "partner"};
    private static final String SCHEMA = """
            {"type":"object","properties":{
              "user_id":{"type":"string"},"event_type":{"enum":["click","view","purchase","signup"]},
              "timestamp":{"type":"string","format":"date-time"},"amount":{"type":"number"},
              "quantity":{"type":"integer"},"paid":{"type":"boolean"},"session":{"type":"string"},
              "country":{"type":["string","null"]},"duration_ms":{"type":"integer"},
              "metadata":{"type":"object","properties":{"campaign":{"type":"string"}}}}}""";

    private OrderEvents() {}

    static ColumnFileOrigin origin() {
        SchemaVersion schema = new SchemaVersion(
                SCHEMA_ID, new SchemaName("default", "orders"), "", 1, SCHEMA, "0".repeat(64), Instant.EPOCH);
        return new ColumnFileOrigin(STREAM, new StreamName("orders"), 0, schema);
    }

    /// `rows` records in batches of [#BATCH_RECORDS], received 50 microseconds after one another.
    static List<LoggedBatch> batches(long seed, int rows) {
        SplittableRandom random = new SplittableRandom(seed);
        List<LoggedBatch> batches = new ArrayList<>();
        for (int first = 0; first < rows; first += BATCH_RECORDS) {
            int size = Math.min(BATCH_RECORDS, rows - first);
            RecordBatch.Builder records = RecordBatch.builder(size, size * 256);
            for (int i = 0; i < size; i++) {
                records.add(event(random).getBytes(StandardCharsets.US_ASCII));
            }
            long micros = FIRST.toEpochMilli() * 1000 + first / 2;
            batches.add(new LoggedBatch(STREAM, 0, first, micros, 1, records.build()));
        }
        return batches;
    }

    private static String event(SplittableRandom random) {
        return "{\"user_id\":\"user-%06d\",\"event_type\":\"%s\",\"timestamp\":\"%s\",\"amount\":%d.%02d,"
                        .formatted(
                                random.nextInt(1_000_000),
                                TYPES[random.nextInt(TYPES.length)],
                                FIRST.plusMillis(random.nextInt(3_600_000)),
                                random.nextInt(1000),
                                random.nextInt(100))
                + "\"quantity\":%d,\"paid\":%s,\"session\":\"%016x\",\"country\":\"%s\",\"duration_ms\":%d,"
                        .formatted(
                                random.nextInt(20),
                                random.nextBoolean(),
                                random.nextLong(),
                                COUNTRIES[random.nextInt(COUNTRIES.length)],
                                random.nextInt(60_000))
                + "\"metadata\":{\"campaign\":\"%s\"}}".formatted(CAMPAIGNS[random.nextInt(CAMPAIGNS.length)]);
    }
}
