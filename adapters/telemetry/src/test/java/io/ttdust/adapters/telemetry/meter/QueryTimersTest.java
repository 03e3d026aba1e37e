package io.ttdust.adapters.telemetry.meter;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.ttdust.adapters.telemetry.ScrapedText;
import io.ttdust.application.port.telemetry.QueryMeter;
import io.ttdust.domain.stream.StreamName;
import org.junit.jupiter.api.Test;

class QueryTimersTest {

    private static final StreamName CLICKS = new StreamName("clicks");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final QueryTimers timers = new QueryTimers(registry, new StreamLabels());

    @Test
    void countsPagesAndLookUpsByHowTheyEnd() {
        QueryMeter.Query page = timers.asked(CLICKS, QueryMeter.Kind.TIME_RANGE);
        page.started();
        page.answered(1000, 3);
        QueryMeter.Query lookUp = timers.asked(CLICKS, QueryMeter.Kind.KEY_LOOKUP);
        lookUp.started();
        lookUp.failed();

        ScrapedText scraped = ScrapedText.parse(registry.scrape());
        String requests = "ttdust_query_requests_total";
        assertThat(scraped.sum(requests, "stream", "clicks", "type", "time_range", "status", "ok"))
                .isEqualTo(1);
        assertThat(scraped.sum(requests, "stream", "clicks", "type", "key_lookup", "status", "failed"))
                .isEqualTo(1);
        assertThat(scraped.sum("ttdust_query_records_returned_sum")).isEqualTo(1000);
        assertThat(scraped.sum("ttdust_query_records_returned_count")).isEqualTo(1);
        assertThat(scraped.sum("ttdust_query_partitions_scanned_sum")).isEqualTo(3);
        assertThat(scraped.sum("ttdust_query_latency_seconds_count")).isEqualTo(2);
        assertThat(scraped.sum("ttdust_query_execution_duration_seconds_count")).isEqualTo(2);
    }

    @Test
    void waitingForOthersIsLatencyButNotExecution() throws InterruptedException {
        QueryMeter.Query page = timers.asked(CLICKS, QueryMeter.Kind.TIME_RANGE);
        Thread.sleep(20); // the waiting itself is what is measured
        page.started();
        page.answered(1, 1);

        ScrapedText scraped = ScrapedText.parse(registry.scrape());
        assertThat(scraped.sum("ttdust_query_latency_seconds_sum"))
                .isGreaterThan(scraped.sum("ttdust_query_execution_duration_seconds_sum") + 0.015);
    }
}
