package io.ttdust.simulation.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(110)
class LogSimulationTest {

    /// The rarest case occurs in one seed of twenty.
    private static final int SEEDS = 150;

    private static final int MUTANT_SEEDS = 100;

    /// One crash point in so many; a prime, so that every way has its turn.
    private static final int CRASH_POINT_OF = 11;

    private static final LogRuns LOG = LogLoader.load(null);

    private final LogSimulation simulation = new LogSimulation(2);
    private final Findings findings = new Findings(new PrintWriter(System.err, true, StandardCharsets.UTF_8));

    @Test
    @Tag("F01")
    @Tag("F02")
    @Tag("F03")
    @Tag("F04")
    @Tag("F05")
    @Tag("F06")
    @Tag("F07")
    @Tag("F08")
    @Tag("F13")
    @Tag("F15")
    void theLogKeepsItsPromisesWhateverHappensAndEverythingHappens() {
        simulation.seeds(LOG, 1, SEEDS, findings);

        assertThat(findings.failures()).isEmpty();
        assertThat(findings.runs()).isEqualTo(SEEDS);
        assertThat(findings.cases(LOG.cases()))
                .allSatisfy((name, count) -> assertThat(count).as(name).isPositive());
    }

    @Test
    @Tag("F01")
    @Tag("F08")
    void theLogKeepsItsPromisesWhereverAScriptEnds() throws Exception {
        List<CrashPoint> all = LogSimulation.crashPoints(LOG);
        List<CrashPoint> some = IntStream.range(0, all.size())
                .filter(number -> number % CRASH_POINT_OF == 0)
                .mapToObj(all::get)
                .toList();

        simulation.crash(LOG, some, findings);

        assertThat(findings.failures()).isEmpty();
        assertThat(findings.crashPoints()).isEqualTo(some.size()).isGreaterThan(300);
    }

    @Test
    void aSeedRepeatsExactly() throws Exception {
        LogRuns loadedAnew = LogLoader.load(null);
        for (long seed = 1; seed <= 20; seed++) {
            assertThat(loadedAnew.story(seed)).as("seed %d", seed).isEqualTo(LOG.story(seed));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBrokenRuleIsFound(Mutant mutant) throws Exception {
        LogSimulation.Found found = LogSimulation.hunt(mutant, MUTANT_SEEDS);

        assertThat(found).isNotNull();
        if (found != null) {
            assertThatThrownBy(() -> LogLoader.load(mutant).story(found.seed()))
                    .as("seed %d again", found.seed())
                    .isInstanceOf(AssertionError.class)
                    .hasMessage(found.how());
        }
    }

    @ParameterizedTest
    @EnumSource
    void anyOtherRuleIsMissedToo(Rule rule) throws Exception {
        assertThat(LogSimulation.hunt(rule, MUTANT_SEEDS)).isNotNull();
    }

    @Test
    void aMutantThatHasNothingToBreakIsNoMutant() {
        assertThatThrownBy(() -> LogLoader.load(new Missed("segment.SegmentWriter")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("nothing to break");
        assertThatThrownBy(() -> LogLoader.load(new Missed("segment.Gone")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("gone");
    }

    private record Missed(String name) implements Breakage {

        @Override
        public String type() {
            return LogLoader.LOG + name;
        }

        @Override
        public String method() {
            return "sync";
        }

        @Override
        public boolean rewrite(CodeBuilder code, CodeElement element) {
            return false;
        }
    }

    @Test
    void countsOfCasesThatDidNotOccurAreShownToo() {
        findings.ran(Map.of("CUT", 2L));
        findings.ran(Map.of("CUT", 1L));

        assertThat(findings.cases(List.of("CUT", "REFUSED"))).isEqualTo(Map.of("CUT", 3L, "REFUSED", 0L));
    }
}
