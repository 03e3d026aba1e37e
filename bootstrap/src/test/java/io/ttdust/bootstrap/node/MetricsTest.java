package io.ttdust.bootstrap.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.ttdust.adapters.telemetry.ScrapedText;
import io.ttdust.adapters.telemetry.meter.Metric;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A workload through the real program moves every metric there is.
@Timeout(300)
class MetricsTest {

    private static final String NDJSON = "application/x-ndjson";
    private static final String JSON = "application/json";
    private static final String RECORDS = "/api/v1/streams/clicks/records";

    /// Of these nothing but being there can be seen from outside a node that is well and idle: what lasts only
    /// while a request is on its way, and what only faults move.
    private static final Set<Metric> AT_REST = EnumSet.of(
            Metric.INGESTION_BUFFER_SIZE,
            Metric.INGESTION_BUFFER_RECORDS,
            Metric.INGESTION_BACKPRESSURE,
            Metric.WAL_SYNC_FAILURES,
            Metric.WAL_CORRUPTIONS,
            Metric.CLOCK_HELD,
            Metric.LOG_SIZE,
            Metric.PG_CONNECTIONS_ACTIVE);

    @TempDir
    Path folder;

    @Test
    @Tag("B14")
    void everyMetricMovesAndNothingSecretIsAmongThem() throws Exception {
        Path data = folder.resolve("data");
        Path output = folder.resolve("output");
        try (ServerProcess first = ServerProcess.start(data, output).awaitServing()) {
            assertThat(first.post("/api/v1/schemas", JSON, """
                            {"name": "click", "definition": {"type": "object", "required": ["user_id"],
                             "properties": {"user_id": {"type": "string"}, "n": {"type": "integer"}}}}
                            """).statusCode()).isEqualTo(201);
            String schemas = first.get("/api/v1/schemas").body();
            int at = schemas.indexOf("sch_");
            assertThat(first.post(
                                    "/api/v1/streams",
                                    JSON,
                                    "{\"name\":\"clicks\",\"schema_id\":\"%s\"}"
                                            .formatted(schemas.substring(at, at + 40)))
                            .statusCode())
                    .isEqualTo(201);
            assertThat(first.post(RECORDS, JSON, "{\"user_id\":\"before\"}").statusCode())
                    .isEqualTo(200);
            assertThat(first.get("/metrics").statusCode()).isEqualTo(200);
            assertThat(first.anonymous(first.rest() + "/metrics").statusCode()).isEqualTo(401);
            first.kill();
        }
        Map<String, String> settings = Map.of(
                "TTDUST_BOOTSTRAP_API_KEY", ServerProcess.KEY,
                "TTDUST_METRICS_ADDRESS", "0",
                "TTDUST_METRICS_AUTH", "none",
                "TTDUST_FLUSH_INTERVAL", "500ms");
        try (ServerProcess server = ServerProcess.start(data, output, settings).awaitServing();
                GrpcForms grpc = new GrpcForms(server.grpc(), ServerProcess.KEY)) {
            work(server, grpc);

            ScrapedText scraped = afterFlush(server);

            List<String> still = new ArrayList<>();
            for (Metric metric : Metric.values()) {
                String name = metric.scrapedName();
                assertThat(scraped.types()).containsKey(name);
                boolean distribution = metric.kind() == Metric.Kind.HISTOGRAM || metric.kind() == Metric.Kind.SUMMARY;
                if (!AT_REST.contains(metric) && scraped.sum(distribution ? name + "_count" : name) <= 0) {
                    still.add(name);
                }
            }
            assertThat(still).as("did not move").isEmpty();
            assertThat(scraped.types()).containsKeys("jvm_memory_used_bytes", "jvm_threads_live_threads");
            assertThat(scraped.sum("ttdust_ingestion_records_total"))
                    .as("every record received has its verdict")
                    .isEqualTo(scraped.sum("ttdust_ingestion_records_received_total"));
            assertThat(scraped.sum("ttdust_ingestion_records_total", "stream", "clicks", "status", "duplicate"))
                    .isEqualTo(1);
            assertThat(scraped.sum("ttdust_ingestion_records_total", "stream", "_none", "status", "rejected"))
                    .isEqualTo(3);
            HttpResponse<String> open = server.anonymous(server.rest() + "/metrics");
            assertThat(open.statusCode()).isEqualTo(200);
            assertThat(open.body()).doesNotContain(ServerProcess.KEY, "sesame", "secret", "str_", "nowhere", "rec_");
            assertThat(server.anonymous(server.rest() + "/api/v1/streams").statusCode())
                    .isEqualTo(401);
        }
    }

    private static void work(ServerProcess server, GrpcForms grpc) throws Exception {
        server.post(RECORDS, NDJSON, "{\"user_id\":\"sesame\",\"n\":1}\n{\"n\":1}\n{\"user_id\":1}\nnot json\n");
        server.postKeyed(RECORDS, "secret", "{\"user_id\":\"a\"}");
        server.postKeyed(RECORDS, "secret", "{\"user_id\":\"a\"}");
        server.postKeyed(RECORDS, "secret", "{\"user_id\":\"b\"}");
        grpc.unary("clicks", List.of(SentRecord.plain("{\"user_id\":\"c\"}")));
        grpc.frames("clicks", List.of(SentRecord.plain("{\"user_id\":\"d\"}"), SentRecord.plain("{}")));
        grpc.unary("nowhere", List.of(SentRecord.plain("{}"), SentRecord.plain("{}")));
        assertThat(catchThrowable(() -> grpc.frames("nowhere", List.of(SentRecord.plain("{}")))))
                .hasMessageContaining("a frame was refused");
        String page = server.get(RECORDS
                        + "?start=%s&end=%s"
                                .formatted(
                                        Instant.now().minusSeconds(600),
                                        Instant.now().plusSeconds(600)))
                .body();
        int at = page.indexOf("rec_");
        assertThat(server.get(RECORDS + "?key_field=_record_id&key_value=" + page.substring(at, at + 40))
                        .body())
                .contains("\"found\":true");
        String reader = server.post("/api/v1/api-keys", JSON, "{\"name\":\"r\",\"role\":\"reader\"}")
                .body();
        int key = reader.indexOf("ttd_live_");
        try (GrpcForms denied = new GrpcForms(server.grpc(), reader.substring(key, key + 73))) {
            assertThat(catchThrowable(() -> denied.unary("clicks", List.of(SentRecord.plain("{}")))))
                    .isNotNull();
        }
        assertThat(server.anonymous(server.rest() + "/api/v1/streams").statusCode())
                .isEqualTo(401);
    }

    /// Flushing takes its time; nobody tells when it is done but the metrics themselves.
    private static ScrapedText afterFlush(ServerProcess server) throws Exception {
        long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        ScrapedText scraped =
                ScrapedText.parse(server.anonymous(server.metricsUrl()).body());
        while (scraped.sum("ttdust_storage_files_total") == 0) {
            assertThat(System.nanoTime()).as("no flush").isLessThan(giveUp);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            scraped = ScrapedText.parse(server.anonymous(server.metricsUrl()).body());
        }
        return scraped;
    }
}
