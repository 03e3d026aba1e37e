package io.ttdust.adapters.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.adapters.telemetry.meter.Metric;
import io.ttdust.adapters.telemetry.meter.StreamLabels;
import io.ttdust.application.flush.FlushReport;
import io.ttdust.application.health.CheckReadiness;
import io.ttdust.application.health.Lifecycle;
import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.catalog.InMemoryStreamRepository;
import io.ttdust.application.port.catalog.StreamRepository;
import io.ttdust.application.port.health.ComponentCheck;
import io.ttdust.application.port.log.InMemoryRecordLog;
import io.ttdust.application.port.log.LogBacklog;
import io.ttdust.application.port.log.PartitionBacklog;
import io.ttdust.application.port.telemetry.QueryMeter;
import io.ttdust.domain.id.SchemaId;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.id.UuidV7;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.storage.Checkpoint;
import io.ttdust.domain.stream.StreamChange;
import io.ttdust.domain.stream.StreamDefinition;
import io.ttdust.domain.stream.StreamName;
import io.ttdust.domain.stream.StreamStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TelemetryTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final Telemetry telemetry = new Telemetry("1.2.3");
    private final InMemoryStreamRepository streams = new InMemoryStreamRepository();
    private final Random random = new Random(1);

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        telemetry.close();
    }

    @Test
    void everyMetricOfTheTableIsScrapedWithItsTypeAndLabelsAndNoOtherIsOurs() {
        feedEverything();

        ScrapedText scraped = ScrapedText.parse(telemetry.scrape());

        Map<String, String> expected = new TreeMap<>();
        for (Metric metric : Metric.values()) {
            String name = metric.scrapedName();
            expected.put(
                    name,
                    switch (metric.kind()) {
                        case COUNTER -> "counter";
                        case GAUGE, INFO -> "gauge";
                        case HISTOGRAM -> "histogram";
                        case SUMMARY -> "summary";
                    });
            for (ScrapedText.Sample sample : scraped.samples()) {
                boolean own = sample.name().equals(name)
                        || sample.name().equals(name + "_bucket")
                        || sample.name().equals(name + "_count")
                        || sample.name().equals(name + "_sum");
                if (own) {
                    assertThat(sample.labels().keySet().stream().filter(label -> !label.equals("le")))
                            .as(sample.name())
                            .containsExactlyInAnyOrderElementsOf(metric.labels());
                }
            }
        }
        Map<String, String> ours = new TreeMap<>(scraped.types());
        ours.keySet().removeIf(name -> !name.startsWith(Metric.PREFIX) || name.endsWith("_max"));
        assertThat(ours).isEqualTo(expected);
    }

    @Test
    void namesEndAsTheirKindWants() {
        for (Metric metric : Metric.values()) {
            String name = metric.scrapedName();
            assertThat(name.endsWith("_total")).as(name).isEqualTo(metric.kind() == Metric.Kind.COUNTER);
            if (metric.unit().equals("seconds")) {
                assertThat(name).endsWith("_seconds");
            }
            assertThat(metric.meaning()).as(name).endsWith(".").doesNotContain("\n");
        }
        assertThat(Arrays.stream(Metric.values()).map(Metric::scrapedName)).doesNotHaveDuplicates();
    }

    @Test
    void theLogsNumbersAreShownAsTheyAre() {
        AtomicReference<LogFigures> figures = new AtomicReference<>(new LogFigures(0, 0, 0, 0, 0, 1));
        telemetry.gauges().log(figures::get, () -> false, 42, 3);
        assertThat(ScrapedText.parse(telemetry.scrape()).sum("ttdust_wal_records_per_fsync"))
                .isZero();

        figures.set(new LogFigures(10, 4096, 20, 500, 3_000_000_000L, 2));
        System.gc(); // the registry must not be the only one to hold the source

        ScrapedText scraped = ScrapedText.parse(telemetry.scrape());
        assertThat(scraped.sum("ttdust_wal_writes_total")).isEqualTo(10);
        assertThat(scraped.sum("ttdust_wal_bytes_total")).isEqualTo(4096);
        assertThat(scraped.sum("ttdust_wal_fsyncs_total")).isEqualTo(20);
        assertThat(scraped.sum("ttdust_wal_records_per_fsync")).isEqualTo(25);
        assertThat(scraped.sum("ttdust_wal_flush_latency_seconds_count")).isEqualTo(10);
        assertThat(scraped.sum("ttdust_wal_flush_latency_seconds_sum")).isEqualTo(3);
        assertThat(scraped.sum("ttdust_wal_segments_active")).isEqualTo(2);
        assertThat(scraped.sum("ttdust_wal_recovered_records")).isEqualTo(42);
        assertThat(scraped.sum("ttdust_wal_corruptions_total")).isEqualTo(3);
        assertThat(scraped.sum("ttdust_wal_sync_failures_total")).isZero();
    }

    @Test
    void aComponentThatFailsIsDown() {
        AtomicReference<Instant> now = new AtomicReference<>(NOW);
        AtomicReference<Boolean> works = new AtomicReference<>(true);
        telemetry.gauges().components(readiness(now::get, works));
        assertThat(ScrapedText.parse(telemetry.scrape()).sum("ttdust_component_up", "component", "metadata"))
                .isEqualTo(1);

        works.set(false);
        now.set(NOW.plusSeconds(2));

        assertThat(ScrapedText.parse(telemetry.scrape()).sum("ttdust_component_up", "component", "metadata"))
                .isZero();
    }

    @Test
    void theClockIsHeldWhileTimesGivenAreAheadOfIt() {
        AtomicReference<Instant> now = new AtomicReference<>(NOW);
        InMemoryRecordLog log = new InMemoryRecordLog(now::get);
        telemetry.gauges().clock(log, now::get);
        assertThat(ScrapedText.parse(telemetry.scrape()).sum("ttdust_clock_held_seconds"))
                .isZero();

        now.set(NOW.minusSeconds(30));

        assertThat(ScrapedText.parse(telemetry.scrape()).sum("ttdust_clock_held_seconds"))
                .isEqualTo(30);
    }

    @Test
    void theLargestPartitionsAreShownAndTheRestTogether() {
        List<PartitionBacklog> backlog = new ArrayList<>();
        StreamId clicks = stream("clicks");
        for (int i = 0; i < BacklogGauges.PARTITIONS_MAX + 10; i++) {
            backlog.add(partition(clicks, i, 1000 - i));
        }
        telemetry.backlog(fixed(backlog), streams);

        ScrapedText scraped = ScrapedText.parse(telemetry.scrape());

        String name = "ttdust_log_size_bytes";
        long rest = backlog.stream()
                .skip(BacklogGauges.PARTITIONS_MAX)
                .mapToLong(PartitionBacklog::bytes)
                .sum();
        assertThat(scraped.named(name)).hasSize(BacklogGauges.PARTITIONS_MAX + 1);
        assertThat(scraped.sum(name, "stream", "clicks", "partition", "0")).isEqualTo(1000);
        assertThat(scraped.sum(name, "stream", StreamLabels.OTHER)).isEqualTo((double) rest);
    }

    @Test
    void whatWasFlushedIsNoLongerShown() {
        List<PartitionBacklog> backlog = new ArrayList<>(List.of(partition(stream("clicks"), 0, 7)));
        telemetry.backlog(fixed(backlog), streams);
        assertThat(telemetry.scrape()).contains("stream=\"clicks\"");

        backlog.clear();

        assertThat(ScrapedText.parse(telemetry.scrape()).named("ttdust_log_size_bytes"))
                .hasSize(1);
    }

    @Test
    void namesThatCannotBeLookedUpNowDoNotFailTheScrape() {
        StreamId clicks = stream("clicks");
        streams.goAway();
        telemetry.backlog(fixed(List.of(partition(clicks, 0, 7), partition(clicks, 1, 8))), streams);

        ScrapedText scraped = ScrapedText.parse(telemetry.scrape());

        assertThat(scraped.sum("ttdust_log_size_bytes", "stream", StreamLabels.OTHER))
                .isEqualTo(15);
    }

    @Test
    void aScrapeAsksForTheNamesOfNoMoreThanTheLargestBacklogs() {
        List<PartitionBacklog> backlog = new ArrayList<>();
        for (int i = 0; i < BacklogGauges.LOOK_UPS_MAX + 300; i++) {
            backlog.add(partition(new StreamId(UuidV7.of(NOW.toEpochMilli(), random)), 0, 1000 + i));
        }
        CountingStreams counting = new CountingStreams();
        telemetry.backlog(fixed(backlog), counting);

        telemetry.scrape();

        assertThat(counting.lookedUp)
                .containsExactlyElementsOf(backlog.reversed().stream()
                        .limit(BacklogGauges.LOOK_UPS_MAX)
                        .map(PartitionBacklog::stream)
                        .toList());
    }

    private void feedEverything() {
        StreamName clicks = new StreamName("clicks");
        telemetry.ingestMeter().refused(clicks, 1, ErrorCode.INVALID_JSON);
        QueryMeter.Query query = telemetry.queryMeter().asked(clicks, QueryMeter.Kind.TIME_RANGE);
        query.answered(1, 1);
        telemetry.flushed(new FlushReport(1, 2, 5, 3, List.of()), Duration.ofMillis(4));
        NodeGauges gauges = telemetry.gauges();
        gauges.log(() -> new LogFigures(1, 2, 3, 4, 5, 6), () -> false, 7, 0);
        gauges.disk(folder);
        gauges.clock(new InMemoryRecordLog(InstantSource.system()), InstantSource.system());
        gauges.ingestionBuffer(() -> 8);
        gauges.components(readiness(InstantSource.system(), new AtomicReference<>(true)));
        gauges.pool(() -> 1, () -> 2);
        gauges.connections(() -> 3, () -> 4);
        telemetry.backlog(fixed(List.of(partition(stream("clicks"), 0, 7))), streams);
    }

    private StreamId stream(String name) {
        StreamDefinition stream = new StreamDefinition(
                new StreamId(UuidV7.of(NOW.toEpochMilli(), random)),
                new StreamName(name),
                "",
                new SchemaId(UuidV7.of(NOW.toEpochMilli(), random)),
                1,
                1,
                Map.of(),
                StreamStatus.ACTIVE,
                NOW);
        assertThat(streams.create(stream)).isTrue();
        return stream.id();
    }

    private static PartitionBacklog partition(StreamId stream, int partition, long bytes) {
        return new PartitionBacklog(stream, partition, 0, 1, bytes, 1, false);
    }

    private static LogBacklog fixed(List<PartitionBacklog> backlog) {
        return new LogBacklog() {

            @Override
            public List<PartitionBacklog> backlog() {
                return backlog;
            }

            @Override
            public long unflushedBytes() {
                return 0;
            }

            @Override
            public void flushed(List<Checkpoint> checkpoints) {
                throw new UnsupportedOperationException("nothing is flushed here");
            }
        };
    }

    /// Knows no stream and keeps which it was asked for.
    private static final class CountingStreams implements StreamRepository {

        private final List<StreamId> lookedUp = new ArrayList<>();

        @Override
        public Optional<StreamDefinition> find(StreamId id) {
            lookedUp.add(id);
            return Optional.empty();
        }

        @Override
        public boolean create(StreamDefinition stream) {
            throw new UnsupportedOperationException("nothing is created here");
        }

        @Override
        public Optional<StreamDefinition> find(StreamName name) {
            throw new UnsupportedOperationException("nothing is found by its name here");
        }

        @Override
        public List<StreamDefinition> find(List<StreamId> ids) {
            throw new UnsupportedOperationException("nothing is found by many ids here");
        }

        @Override
        public boolean update(StreamId id, StreamChange change) {
            throw new UnsupportedOperationException("nothing is changed here");
        }

        @Override
        public List<StreamDefinition> list(int limit, @Nullable StreamId before) {
            throw new UnsupportedOperationException("nothing is listed here");
        }
    }

    private static CheckReadiness readiness(InstantSource clock, AtomicReference<Boolean> works) {
        ComponentCheck check = new ComponentCheck() {

            @Override
            public String component() {
                return "metadata";
            }

            @Override
            public boolean required() {
                return false;
            }

            @Override
            public void check() {
                if (!works.get()) {
                    throw new StorageException("away");
                }
            }
        };
        return new CheckReadiness(new Lifecycle(), List.of(check), clock);
    }
}
