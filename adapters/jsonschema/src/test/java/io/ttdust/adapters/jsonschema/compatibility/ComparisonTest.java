package io.ttdust.adapters.jsonschema.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.adapters.jsonschema.JsonSchemaComparison;
import io.ttdust.domain.schema.CompatibilityMode;
import io.ttdust.domain.schema.Incompatibility;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Traps of the proof, and what a comparison may cost.
class ComparisonTest {

    private static final long CPU_NANOS_MAX = 5_000_000_000L;

    private static final JsonSchemaComparison COMPARISON = new JsonSchemaComparison();

    @Test
    void whatWasProvenByAFailedAssumptionIsForgotten() {
        String types = "{\"type\":[\"null\",\"boolean\",\"number\",\"string\",\"array\",\"object\"]}";
        String before = """
                {"properties":{"x":{"$ref":"#/definitions/p"},"y":{"$ref":"#/definitions/q"}},"definitions":{
                "p":{"properties":{"n":{"$ref":"#/definitions/p"},"m":{"$ref":"#/definitions/q"},"v":{"type":"integer"}}},
                "q":{"properties":{"n":{"$ref":"#/definitions/p"}}}}}""";
        String after = before.replace("{\"type\":\"integer\"}", "{\"type\":\"string\"}")
                .replace(
                        "\"x\":{\"$ref\":\"#/definitions/p\"}",
                        "\"x\":{\"anyOf\":[{\"$ref\":\"#/definitions/p\"}," + types + "]}");

        assertThat(compared(before, after, CompatibilityMode.BACKWARD))
                .extracting(Incompatibility::pointer)
                .containsExactly("/definitions/p/properties/v/type");
    }

    @Test
    void whatIsKnownForGoodRestsOnNoAssumption() {
        String before = """
                {"type":"object","properties":{"a":{"type":"object","properties":{"next":{"$ref":"#"}}},
                "z":{"type":"string"}}}""";
        String after = """
                {"anyOf":[{"$ref":"#/definitions/n1"},{"$ref":"#/definitions/n2"}],"definitions":{
                "a":{"properties":{"next":{"$ref":"#/definitions/n1"}}},
                "cond":{"properties":{"a":{"$ref":"#/definitions/a"}}},
                "n1":{"properties":{"a":{"$ref":"#/definitions/a"}},"allOf":[
                {"if":{"$ref":"#/definitions/cond"},"else":false},{"properties":{"z":{"type":"integer"}}}]},
                "n2":{"if":{"$ref":"#/definitions/cond"},"else":false}}}""";

        // {"a":{"next":{"z":"s"}}} passes before and fails after
        assertThat(compared(before, after, CompatibilityMode.BACKWARD)).isNotEmpty();
    }

    @Test
    void dependenciesOfRequiredMembersSayNothingOfOtherTypes() {
        String before = "{\"required\":[\"c\"],\"dependencies\":{\"c\":{\"contains\":{}}},\"not\":{\"contains\":true}}";

        assertThat(compared(before, before.replace("{\"contains\":true}", "{}"), CompatibilityMode.BACKWARD))
                .isNotEmpty();
    }

    @Test
    void namesWithCommasAreNotTakenForTwo() {
        assertThat(compared("{\"required\":[\"a, b\"]}", "{\"required\":[\"a\",\"b\"]}", CompatibilityMode.BACKWARD))
                .hasSize(2);
    }

    @Test
    void theMetaSchemaCanBeReferredTo() {
        String before = "{\"properties\":{\"s\":{\"$ref\":\"http://json-schema.org/draft-07/schema#\"}}}";
        String after = before.replace("\"properties\"", "\"title\":\"x\",\"properties\"");

        assertThat(compared(before, after, CompatibilityMode.FULL)).isEmpty();
        assertThat(compared("{\"properties\":{\"s\":{\"type\":\"integer\"}}}", before, CompatibilityMode.FULL))
                .allMatch(finding -> finding.pointer().equals("/properties/s"));
    }

    @Test
    void largeSchemasAreDecided() {
        String before = properties(9_000, i -> "{\"type\":\"string\",\"description\":\"property %d\"}".formatted(i));

        assertThat(compared(before, properties(9_000, i -> "{\"type\":\"string\"}"), CompatibilityMode.FULL))
                .isEmpty();
        assertThat(compared(
                        before, properties(9_000, i -> "{\"type\":[\"string\",\"null\"]}"), CompatibilityMode.BACKWARD))
                .isEmpty();
        assertThat(compared(
                        before, properties(9_000, i -> "{\"type\":[\"string\",\"null\"]}"), CompatibilityMode.FORWARD))
                .hasSize(Incompatibility.REPORTED_MAX);
        String values = list(9_990, i -> "\"value %d\"".formatted(i));
        assertThat(compared(
                        "{\"enum\":[%s]}".formatted(values),
                        "{\"enum\":[%s,1]}".formatted(values),
                        CompatibilityMode.BACKWARD))
                .isEmpty();
    }

    @Test
    void longChainsOfReferencesNeedNoStack() {
        String before = chain("true");

        assertThat(compared(before, chain("{\"description\":\"x\"}"), CompatibilityMode.BACKWARD))
                .isNotEmpty();
        assertThat(compared(
                        before,
                        before.replace("{\"definitions", "{\"title\":\"x\",\"definitions"),
                        CompatibilityMode.FULL))
                .isEmpty();
    }

    @Test
    void whatTakesTooMuchWorkIsUndecided() {
        String alternatives = "{\"allOf\":["
                + list(20, j -> "{\"anyOf\":[" + list(20, i -> "{\"required\":[\"r%d_%d\"]}".formatted(i, j)) + "]}")
                + "]}";

        assertThat(compared(alternatives, alternatives.replace("r3_3", "q"), CompatibilityMode.FULL))
                .extracting(Incompatibility::rule)
                .containsOnly("undecided");
        String recursive = "{\"anyOf\":["
                + list(150, i -> "{\"required\":[\"r%d\"],\"properties\":{\"r%d\":{\"$ref\":\"#\"}}}".formatted(i, i))
                + "]}";
        assertThat(compared(recursive, recursive.replace("r149\"]", "x\"]"), CompatibilityMode.FULL))
                .isNotEmpty();
    }

    @Test
    void longEnumsBuyLittleWorkForOtherSchemas() {
        String before = "{\"properties\":{\"e\":{\"enum\":[" + list(9_990, i -> "\"%099d\"".formatted(i))
                + "]}},\"allOf\":["
                + list(20, j -> "{\"anyOf\":[" + list(20, i -> "{\"required\":[\"r%d_%d\"]}".formatted(i, j)) + "]}")
                + "]}";
        assertThat(before.length()).isBetween(1_000_000, 1 << 20);

        assertThat(compared(before, before.replace("r3_3", "q"), CompatibilityMode.FULL, CPU_NANOS_MAX / 2))
                .extracting(Incompatibility::rule)
                .containsOnly("undecided");
    }

    private static List<Incompatibility> compared(String before, String after, CompatibilityMode mode) {
        return compared(before, after, mode, CPU_NANOS_MAX);
    }

    private static List<Incompatibility> compared(
            String before, String after, CompatibilityMode mode, long cpuNanosMax) {
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        List<Incompatibility> findings = COMPARISON.compare(before, after, mode);
        long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
        assertThat(nanos).isLessThan(cpuNanosMax);
        return findings;
    }

    private static String chain(String end) {
        return "{\"definitions\":{"
                + list(
                        4_000,
                        i -> "\"d%d\":{\"type\":\"object\",\"properties\":{\"n\":%s}}"
                                .formatted(i, i == 3_999 ? end : "{\"$ref\":\"#/definitions/d%d\"}".formatted(i + 1)))
                + "},\"$ref\":\"#/definitions/d0\"}";
    }

    private static String properties(int count, IntFunction<String> schema) {
        return "{\"type\":\"object\",\"properties\":{"
                + list(count, i -> "\"property%d\":%s".formatted(i, schema.apply(i)))
                + "},\"additionalProperties\":false}";
    }

    private static String list(int count, IntFunction<String> part) {
        return IntStream.range(0, count).mapToObj(part).collect(Collectors.joining(","));
    }
}
