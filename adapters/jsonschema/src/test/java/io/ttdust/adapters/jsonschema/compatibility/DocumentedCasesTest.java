package io.ttdust.adapters.jsonschema.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ttdust.adapters.jsonschema.JsonSchemaComparison;
import io.ttdust.adapters.jsonschema.JsonSchemaCompiler;
import io.ttdust.adapters.jsonschema.compatibility.proof.Direction;
import io.ttdust.adapters.jsonschema.compatibility.proof.Rule;
import io.ttdust.domain.problem.Result;
import io.ttdust.domain.schema.CompatibilityMode;
import io.ttdust.domain.schema.Incompatibility;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Every row of the documentation's table is true: the verdicts, the rules, and that the change told passes.
class DocumentedCasesTest {

    private static final Path PAGE = Path.of(System.getProperty("ttdust.root"), "infra/docs/compatibility.md");
    private static final int COLUMNS = 7;
    private static final int CHANGES_MAX = 20;

    private static final JsonSchemaComparison COMPARISON = new JsonSchemaComparison();
    private static final JsonSchemaCompiler COMPILER = new JsonSchemaCompiler();

    private record Case(String name, String before, String after, List<String> verdicts, String rules) {}

    @Test
    void everyRowHasItsVerdictsAndRules() throws IOException {
        List<Case> cases = cases();

        assertThat(cases).hasSizeGreaterThanOrEqualTo(60);
        for (Case one : cases) {
            assertThat(COMPILER.compile(one.before())).as(one.name()).isInstanceOf(Result.Ok.class);
            assertThat(COMPILER.compile(one.after())).as(one.name()).isInstanceOf(Result.Ok.class);
            assertThat(List.of(
                            verdict(one, CompatibilityMode.BACKWARD),
                            verdict(one, CompatibilityMode.FORWARD),
                            verdict(one, CompatibilityMode.FULL)))
                    .as(one.name())
                    .isEqualTo(one.verdicts());
            assertThat(findings(one, CompatibilityMode.FULL).stream()
                            .map(finding -> "`" + finding.rule() + "`")
                            .distinct()
                            .collect(Collectors.joining(", ")))
                    .as(one.name())
                    .isEqualTo(one.rules());
            assertThat(findings(one, CompatibilityMode.NONE)).as(one.name()).isEmpty();
        }
    }

    @Test
    void everyRuleIsInTheTableAndEveryRuleInTheTableIsOne() throws IOException {
        Set<String> documented = new TreeSet<>();
        for (Case one : cases()) {
            for (String rule : one.rules().split(", ", -1)) {
                if (!rule.isEmpty()) {
                    documented.add(rule.substring(1, rule.length() - 1));
                }
            }
        }
        Set<String> rules = new TreeSet<>();
        for (Rule rule : Rule.values()) {
            rules.add(rule.name(Direction.BACKWARD));
            rules.add(rule.name(Direction.FORWARD));
        }

        assertThat(documented).isEqualTo(rules);
    }

    @Test
    void everyPointerLeadsIntoTheNewVersion() throws IOException {
        for (Case one : cases()) {
            for (Incompatibility finding : findings(one, CompatibilityMode.FULL)) {
                assertThat(Change.json(one.after()).at(finding.pointer()).isMissingNode())
                        .as("%s: %s", one.name(), finding)
                        .isFalse();
                assertThat(finding.before()).as("%s", finding).isNotEqualTo(finding.after());
            }
        }
    }

    @Test
    void theChangesToldMakeEveryRowPass() throws IOException {
        for (Case one : cases()) {
            for (CompatibilityMode mode : CompatibilityMode.values()) {
                assertThat(changed(one, mode)).as("%s, %s", one.name(), mode).isEqualTo("passes");
            }
        }
    }

    /// Applies the first change until nothing is told any more.
    private static String changed(Case one, CompatibilityMode mode) {
        JsonNode before = Change.json(one.before());
        JsonNode after = Change.json(one.after());
        List<String> changes = new ArrayList<>();
        for (int i = 0; i < CHANGES_MAX; i++) {
            List<Incompatibility> findings = COMPARISON.compare(one.before(), after.toString(), mode);
            if (findings.isEmpty()) {
                return "passes";
            }
            changes.add(findings.getFirst().change());
            after = Change.applied(findings.getFirst().change(), before, after);
            assertThat(COMPILER.compile(after.toString()))
                    .as("%s: %s", one.name(), changes)
                    .isInstanceOf(Result.Ok.class);
        }
        return changes.toString();
    }

    private static String verdict(Case one, CompatibilityMode mode) {
        return findings(one, mode).isEmpty() ? "ok" : "refused";
    }

    private static List<Incompatibility> findings(Case one, CompatibilityMode mode) {
        return COMPARISON.compare(one.before(), one.after(), mode);
    }

    private static List<Case> cases() throws IOException {
        List<Case> cases = new ArrayList<>();
        for (String line : Files.readAllLines(PAGE)) {
            String[] cells = line.split("\\|", -1);
            if (cells.length == COLUMNS + 2 && cells[2].strip().startsWith("`")) {
                cases.add(new Case(
                        cells[1].strip(),
                        quoted(cells[2]),
                        quoted(cells[3]),
                        List.of(cells[4].strip(), cells[5].strip(), cells[6].strip()),
                        cells[7].strip()));
            }
        }
        return cases;
    }

    private static String quoted(String cell) {
        String text = cell.strip();
        return text.substring(1, text.length() - 1);
    }
}
