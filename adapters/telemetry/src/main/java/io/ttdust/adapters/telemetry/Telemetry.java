package io.ttdust.adapters.telemetry;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.ttdust.adapters.telemetry.meter.AccessCounters;
import io.ttdust.adapters.telemetry.meter.FlushCounters;
import io.ttdust.adapters.telemetry.meter.IngestCounters;
import io.ttdust.adapters.telemetry.meter.Metric;
import io.ttdust.adapters.telemetry.meter.QueryTimers;
import io.ttdust.adapters.telemetry.meter.StreamLabels;
import io.ttdust.adapters.telemetry.port.MeteredApiKeyRepository;
import io.ttdust.adapters.telemetry.port.MeteredDataFileCatalog;
import io.ttdust.adapters.telemetry.port.MeteredRecordLog;
import io.ttdust.adapters.telemetry.port.MeteredSchemaRepository;
import io.ttdust.adapters.telemetry.port.MeteredStreamRepository;
import io.ttdust.application.flush.FlushReport;
import io.ttdust.application.port.access.ApiKeyRepository;
import io.ttdust.application.port.catalog.DataFileCatalog;
import io.ttdust.application.port.catalog.SchemaRepository;
import io.ttdust.application.port.catalog.StreamRepository;
import io.ttdust.application.port.log.LogBacklog;
import io.ttdust.application.port.log.RecordLog;
import io.ttdust.application.port.telemetry.AccessMeter;
import io.ttdust.application.port.telemetry.IngestMeter;
import io.ttdust.application.port.telemetry.QueryMeter;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One node's metrics: make it, put its meters and decorators between the parts of the node, and [#scrape] it.
/// Safe for all threads. The JVM's own metrics are there from the start.
public final class Telemetry implements AutoCloseable {

    /// What [#scrape] answers: the Prometheus text format.
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT).throwExceptionOnRegistrationFailure();
    private final JvmGcMetrics gc = new JvmGcMetrics();
    private final StreamLabels labels = new StreamLabels();
    private final IngestMeter ingest = new IngestCounters(registry, labels);
    private final QueryMeter queries = new QueryTimers(registry, labels);
    private final AccessMeter access = new AccessCounters(registry);
    private final FlushCounters flushes = new FlushCounters(registry);
    private final Timer durable = Metric.INGESTION_ACK_LATENCY.timer(registry);
    private final Timer transactions = Metric.PG_QUERY_LATENCY.timer(registry);
    private final NodeGauges gauges = new NodeGauges(registry);

    /// Scrapes come one after another, so that a storm of them cannot fill the memory with texts.
    private final ReentrantLock scraping = new ReentrantLock();

    private volatile @Nullable BacklogGauges backlog;

    /// The metrics of a node that runs that version of the product.
    public Telemetry(String version) {
        Metric.BUILD_INFO.gauge(registry, () -> 1.0, version, Runtime.version().toString());
        new ClassLoaderMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        gc.bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    public IngestMeter ingestMeter() {
        return ingest;
    }

    public QueryMeter queryMeter() {
        return queries;
    }

    public AccessMeter accessMeter() {
        return access;
    }

    /// What is asked of the node's parts at every scrape.
    public NodeGauges gauges() {
        return gauges;
    }

    public RecordLog metered(RecordLog log) {
        return new MeteredRecordLog(log, durable);
    }

    public DataFileCatalog metered(DataFileCatalog catalog) {
        return new MeteredDataFileCatalog(catalog, transactions);
    }

    public StreamRepository metered(StreamRepository streams) {
        return new MeteredStreamRepository(streams, transactions);
    }

    public SchemaRepository metered(SchemaRepository schemas) {
        return new MeteredSchemaRepository(schemas, transactions);
    }

    public ApiKeyRepository metered(ApiKeyRepository keys) {
        return new MeteredApiKeyRepository(keys, transactions);
    }

    /// A round of flushing is over.
    public void flushed(FlushReport report, Duration took) {
        flushes.flushed(report, took);
    }

    /// From now on every scrape shows what of each partition is not in files. To be called once.
    ///
    /// @param streams knows the names of what is in the log
    public void backlog(LogBacklog log, StreamRepository streams) {
        backlog = new BacklogGauges(log, streams, labels, Metric.LOG_SIZE.gauges(registry));
    }

    /// All metrics as of now, as [#CONTENT_TYPE].
    public String scrape() {
        scraping.lock();
        try {
            BacklogGauges refreshed = backlog;
            if (refreshed != null) {
                refreshed.refresh();
            }
            return registry.scrape();
        } finally {
            scraping.unlock();
        }
    }

    @Override
    public void close() {
        gc.close();
        registry.close();
    }
}
