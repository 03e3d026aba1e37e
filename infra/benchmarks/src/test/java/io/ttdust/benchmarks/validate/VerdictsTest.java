package io.ttdust.benchmarks.validate;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.benchmarks.measure.Machine;
import io.ttdust.benchmarks.report.Report;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class VerdictsTest {

    private final Report report = new Report("validate", new Machine(1, "", "", ""));

    @Test
    void findsBothCheckersRight() {
        Verdicts.check(report, "ours", Contender.ours());
        Verdicts.check(report, "networknt", Contender.networknt());

        assertThat(report.json()).contains("\"ok\":true");
    }

    @Test
    void doesNotLetACheckerPassThatTakesEverything() {
        Verdicts.check(report, "lenient", payload -> 0);

        assertThat(report.hasFailed()).isTrue();
        assertThat(report.json()).contains("lenient on I: 0 violations, not 4").contains("lenient on V with -0.01");
    }

    @Test
    void hasThePayloadsOfTheSizesThatAreSpokenOf() {
        assertThat(Shape.V.payload()).hasSize(168);
        assertThat(Shape.I.payload()).hasSize(55);
        assertThat(new String(Shape.V200.payload(), StandardCharsets.UTF_8))
                .contains("\"field_199\":\"value_199\"}}")
                .doesNotContain("field_200");
    }
}
