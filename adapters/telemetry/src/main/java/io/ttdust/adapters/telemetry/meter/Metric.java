package io.ttdust.adapters.telemetry.meter;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/// Every metric of our own: name as scraped, type, unit, labels and meaning. `infra/docs/metrics.md` is this table.
///
/// Values are doubles from a registry that other threads write to; all methods may be called from any thread.
public enum Metric {
    INGESTION_RECORDS_RECEIVED("ingestion_records_received_total", Kind.COUNTER, "records", """
            Records decoded from requests, before anything is decided about them. Equals the sum of \
            `ttdust_ingestion_records_total` plus `ttdust_ingestion_buffer_records`, counted by other code."""),
    INGESTION_RECORDS_VALIDATED(
            "ingestion_records_validated_total",
            Kind.COUNTER,
            "records",
            "Records that satisfied their stream's schema."),
    INGESTION_RECORDS("ingestion_records_total", Kind.COUNTER, "records", """
            Records by their verdict: accepted, duplicate, rejected, conflict or refused (for now). Stream `_none`: \
            answered before a stream was found.""", "stream", "status"),
    INGESTION_BYTES("ingestion_bytes_total", Kind.COUNTER, "bytes", "Payload bytes of the records received."),
    INGESTION_REQUESTS(
            "ingestion_requests_total",
            Kind.COUNTER,
            "requests",
            "HTTP bodies, frames, and groups of single records that were taken together."),
    INGESTION_ACK_LATENCY(
            "ingestion_ack_latency_seconds",
            Kind.HISTOGRAM,
            "seconds",
            "From handing a batch's good records to the log until they are durable."),
    INGESTION_LATENCY(
            "ingestion_latency_seconds",
            Kind.HISTOGRAM,
            "seconds",
            "From offering a decoded batch until each of its records has its verdict."),
    INGESTION_VALIDATION_ERRORS(
            "ingestion_validation_errors_total", Kind.COUNTER, "records", """
            Rejected records by what was wrong first: the schema keyword, or else the error code in lower case.""", "stream", "error_type"),
    INGESTION_BACKPRESSURE("ingestion_backpressure_total", Kind.COUNTER, "batches", "Batches refused as OVERLOADED."),
    INGESTION_BUFFER_SIZE(
            "ingestion_buffer_size_bytes",
            Kind.GAUGE,
            "bytes",
            "Memory reserved for records that wait for their verdict."),
    INGESTION_BUFFER_RECORDS(
            "ingestion_buffer_records", Kind.GAUGE, "records", "Records offered that have no verdict yet."),
    INGESTION_DUPLICATES(
            "ingestion_duplicates_total", Kind.COUNTER, "records", "Records whose idempotency key was used before."),
    WAL_WRITES(
            "wal_writes_total", Kind.COUNTER, "commits", "Commits of the log, each one write shared by all producers."),
    WAL_BYTES("wal_bytes_total", Kind.COUNTER, "bytes", "Bytes of these commits, padding included."),
    WAL_FSYNCS(
            "wal_fsyncs_total",
            Kind.COUNTER,
            "syncs",
            "Syncs of the log's files and folders, also those of empty commits."),
    WAL_RECORDS_PER_FSYNC("wal_records_per_fsync", Kind.GAUGE, "records", """
            Durable records per sync since the log was opened; divide the rates of the counters for a window."""),
    WAL_FLUSH_LATENCY(
            "wal_flush_latency_seconds",
            Kind.SUMMARY,
            "seconds",
            "From taking what is staged until it is written and synced."),
    WAL_SEGMENTS_ACTIVE("wal_segments_active", Kind.GAUGE, "segments", "Segment files the log consists of."),
    WAL_SYNC_FAILURES("wal_sync_failures_total", Kind.COUNTER, "failures", """
            1 after a write or sync of the log failed; the process ends itself soon after."""),
    WAL_DISK_FREE("wal_disk_free_bytes", Kind.GAUGE, "bytes", "Room left for us on the log's file system."),
    WAL_DISK_SIZE("wal_disk_size_bytes", Kind.GAUGE, "bytes", "Size of the log's file system."),
    WAL_RECOVERED_RECORDS(
            "wal_recovered_records", Kind.GAUGE, "records", "Records found in the log when it was opened."),
    WAL_CORRUPTIONS("wal_corruptions_total", Kind.COUNTER, "commits", """
            Commits cut from the log's end when it was opened: torn, or behind one that is, and not proven to have \
            been durable. A log that lost what was durable does not open."""),
    CLOCK_HELD("clock_held_seconds", Kind.GAUGE, "seconds", """
            How far receive times are ahead of the clock, which happens after it stepped back."""),
    LOG_SIZE("log_size_bytes", Kind.GAUGE, "bytes", """
            Bytes in the log, about, that are durable and not yet in data files. The largest partitions one by one, \
            the others together as `_other`.""", "stream", "partition"),
    COMPONENT_UP("component_up", Kind.GAUGE, "", "1 while the component works, 0 while it does not.", "component"),
    STORAGE_FLUSH_DURATION(
            "storage_flush_duration_seconds",
            Kind.HISTOGRAM,
            "seconds",
            "Rounds that brought records into data files."),
    STORAGE_FILES("storage_files_total", Kind.COUNTER, "files", "Data files committed."),
    STORAGE_BYTES("storage_bytes_total", Kind.COUNTER, "bytes", "Bytes of these files."),
    QUERY_REQUESTS(
            "query_requests_total",
            Kind.COUNTER,
            "pages",
            "Pages read (time_range) and records looked up (key_lookup), ok or failed.",
            "stream",
            "type",
            "status"),
    QUERY_LATENCY(
            "query_latency_seconds",
            Kind.HISTOGRAM,
            "seconds",
            "From asking for a page or record to having it, waiting included."),
    QUERY_EXECUTION_DURATION(
            "query_execution_duration_seconds",
            Kind.HISTOGRAM,
            "seconds",
            "The same without waiting for other queries."),
    QUERY_RECORDS_RETURNED("query_records_returned", Kind.SUMMARY, "records", "Records of a page or look-up."),
    QUERY_PARTITIONS_SCANNED(
            "query_partitions_scanned",
            Kind.SUMMARY,
            "hour partitions",
            "Hour partitions a page or look-up looked into."),
    AUTH_ATTEMPTS("auth_attempts_total", Kind.COUNTER, "checks", """
            Checks of a key: accepted, refused, or unavailable while keys cannot be checked. Open calls are checked \
            again now and then.""", "method", "outcome"),
    AUTHZ_DENIALS(
            "authz_denials_total", Kind.COUNTER, "refusals", "Refusals of known callers for want of role or grant."),
    PG_CONNECTIONS_ACTIVE("pg_connections_active", Kind.GAUGE, "connections", "Pooled connections in use."),
    PG_CONNECTIONS_IDLE("pg_connections_idle", Kind.GAUGE, "connections", "Pooled connections not in use."),
    PG_QUERY_LATENCY(
            "pg_query_latency_seconds", Kind.HISTOGRAM, "seconds", "Transactions, waiting for a connection included."),
    GRPC_CONNECTIONS_ACTIVE("grpc_connections_active", Kind.GAUGE, "connections", "Open gRPC connections."),
    HTTP_CONNECTIONS_ACTIVE("http_connections_active", Kind.GAUGE, "connections", "Open connections to the REST port."),
    BUILD_INFO("build_info", Kind.INFO, "", "Always 1; the labels say what runs.", "version", "java");

    /// What begins every name.
    public static final String PREFIX = "ttdust_";

    /// Bounds of the buckets of every histogram.
    private static final Duration[] BUCKETS = {
        Duration.ofNanos(500_000),
        Duration.ofMillis(1),
        Duration.ofNanos(2_500_000),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(10),
        Duration.ofSeconds(60)
    };

    /// What a scrape shows of a metric.
    public enum Kind {
        COUNTER,
        GAUGE,
        /// `_bucket`, `_count` and `_sum`, and the largest of the last minutes as `_max`.
        HISTOGRAM,
        /// `_count` and `_sum`.
        SUMMARY,
        INFO
    }

    private final String plainName;
    private final Kind kind;
    private final String unit;
    private final String meaning;

    /// Separated by spaces, as an enum must be immutable and a list is not known to be.
    private final String labels;

    Metric(String plainName, Kind kind, String unit, String meaning, String... labels) {
        this.plainName = plainName;
        this.kind = kind;
        this.unit = unit;
        this.meaning = meaning;
        this.labels = String.join(" ", labels);
    }

    /// As scraped.
    public String scrapedName() {
        return PREFIX + plainName;
    }

    public Kind kind() {
        return kind;
    }

    /// What is counted or measured; empty for what has no unit.
    public String unit() {
        return unit;
    }

    public String meaning() {
        return meaning;
    }

    public List<String> labels() {
        return labels.isEmpty() ? List.of() : List.of(labels.split(" ", -1));
    }

    /// The counter of these values of the labels.
    Counter counter(MeterRegistry registry, String... values) {
        require(Kind.COUNTER, values);
        return Counter.builder(scrapedName())
                .description(meaning)
                .tags(tags(values))
                .register(registry);
    }

    /// A counter whose value is kept by `owner`, who must not be collected.
    public <T> void countedBy(MeterRegistry registry, T owner, ToDoubleFunction<T> value) {
        require(Kind.COUNTER);
        FunctionCounter.builder(scrapedName(), owner, value)
                .description(meaning)
                .register(registry);
    }

    /// A duration with buckets.
    public Timer timer(MeterRegistry registry) {
        require(Kind.HISTOGRAM);
        return Timer.builder(scrapedName())
                .description(meaning)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    /// Durations whose number and sum are kept by `owner`, who must not be collected.
    public <T> void timedBy(MeterRegistry registry, T owner, ToLongFunction<T> count, ToDoubleFunction<T> totalNanos) {
        require(Kind.SUMMARY);
        FunctionTimer.builder(scrapedName(), owner, count, totalNanos, TimeUnit.NANOSECONDS)
                .description(meaning)
                .register(registry);
    }

    DistributionSummary summary(MeterRegistry registry) {
        require(Kind.SUMMARY);
        return DistributionSummary.builder(scrapedName()).description(meaning).register(registry);
    }

    /// A value that is asked for at every scrape.
    public void gauge(MeterRegistry registry, LongSupplier value, String... values) {
        gauge(registry, (DoubleSupplier) value::getAsLong, values);
    }

    /// A value that is asked for at every scrape.
    public void gauge(MeterRegistry registry, DoubleSupplier value, String... values) {
        require(kind == Kind.INFO ? Kind.INFO : Kind.GAUGE, values);
        Gauge.builder(registeredName(), value::getAsDouble)
                .description(meaning)
                .tags(tags(values))
                .register(registry);
    }

    /// A value for each of a changing set of labels.
    public MultiGauge gauges(MeterRegistry registry) {
        return MultiGauge.builder(scrapedName()).description(meaning).register(registry);
    }

    /// The registry keeps the ending `_info` only where it is spelled with a dot.
    private String registeredName() {
        return kind == Kind.INFO ? scrapedName().replaceAll("_info$", ".info") : scrapedName();
    }

    private void require(Kind wanted, String... values) {
        if (kind != wanted || values.length != labels().size()) {
            throw new IllegalArgumentException("%s is a %s with labels %s, not a %s with values %s"
                    .formatted(scrapedName(), kind, labels(), wanted, Arrays.toString(values)));
        }
    }

    private String[] tags(String... values) {
        String[] tags = new String[2 * values.length];
        for (int i = 0; i < values.length; i++) {
            tags[2 * i] = labels().get(i);
            tags[2 * i + 1] = values[i];
        }
        return tags;
    }
}
