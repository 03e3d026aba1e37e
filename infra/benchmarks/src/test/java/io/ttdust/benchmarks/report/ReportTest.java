package io.ttdust.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.benchmarks.measure.Machine;
import io.ttdust.benchmarks.measure.Spread;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ReportTest {

    private final Report report = new Report("test", new Machine(2, "VM 25", "Linux", "ext4 on /dev/sda"));

    @Test
    void isOneJsonObject() {
        report.count("records", 1_234_567, "");
        report.spread("rate", new Spread(12.345, 10, 20.05), 1, "");
        report.absent("rss_max_mb", "");
        report.note("a \"note\"");

        assertThat(report.json())
                .isEqualTo("{\"bench\":\"test\",\"ok\":true,\"records\":1234567,"
                        + "\"rate\":12.3,\"rate_min\":10.0,\"rate_max\":20.1,\"rss_max_mb\":null,"
                        + "\"notes\":[\"a \\\"note\\\"\"],"
                        + "\"machine\":{\"cores\":2,\"java\":\"VM 25\",\"kernel\":\"Linux\","
                        + "\"file_system\":\"ext4 on /dev/sda\"}}");
    }

    @Test
    void exitsWithOneOnceItFailed() {
        report.fail("3 acknowledged, 2 read back");

        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);

        assertThat(report.print(new Console(stream, stream), true)).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("FAILED: 3 acknowledged, 2 read back")
                .contains("\"ok\":false");
    }

    @Test
    void showsTheTableWithUnitsForPeople() {
        report.number("mb_s", 1234.56, 1, "MB/s");

        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);

        assertThat(report.print(new Console(stream, stream), false)).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("mb_s  1,234.6   MB/s");
    }
}
