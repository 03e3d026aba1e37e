package io.ttdust.adapters.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.adapters.telemetry.meter.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/// The page that lists the metrics is the table itself. The page also pins the names: whoever changes one
/// changes the page, and what reads the metrics with it.
class MetricsPageTest {

    private static final Path PAGE = Path.of(System.getProperty("ttdust.root"), "infra", "docs", "metrics.md");
    private static final String BEGIN = "| metric | type | unit | labels | meaning |\n|---|---|---|---|---|\n";

    @Test
    void thePageListsEveryMetric() throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf("\n\n", begin);

        assertThat(begin).as("the table's head is there").isPositive();
        assertThat(page.substring(begin, end + 1)).isEqualTo(table());
    }

    private static String table() {
        StringBuilder table = new StringBuilder(BEGIN);
        for (Metric metric : Metric.values()) {
            table.append("| `%s` | %s | %s | %s | %s |\n"
                    .formatted(
                            metric.scrapedName(),
                            metric.kind().name().toLowerCase(Locale.ROOT),
                            metric.unit().isEmpty() ? "–" : metric.unit(),
                            metric.labels().isEmpty() ? "–" : "`" + String.join("`, `", metric.labels()) + "`",
                            metric.meaning()));
        }
        return table.toString();
    }
}
