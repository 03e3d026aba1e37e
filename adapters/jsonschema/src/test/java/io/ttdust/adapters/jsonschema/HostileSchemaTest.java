package io.ttdust.adapters.jsonschema;

import static io.ttdust.adapters.jsonschema.Compile.check;
import static io.ttdust.adapters.jsonschema.Compile.problem;
import static io.ttdust.adapters.jsonschema.Compile.refusal;
import static io.ttdust.adapters.jsonschema.Compile.schema;
import static io.ttdust.adapters.jsonschema.Compile.valid;
import static io.ttdust.adapters.jsonschema.Compile.violations;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.problem.Violation;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Schemas and payloads made to cost more than they weigh. The bounds on time are far above what is measured and
/// far below what the attack would take.
class HostileSchemaTest {

    private static final long CPU_MILLIS_MAX = 5_000;

    @Test
    @Tag("B03")
    void tooLargeDefinitionsAreRefused() {
        assertRefused(wide(10_001), "$limit");
        assertRefused("{\"enum\":[" + numbers(1_000_000 / 8) + "]}", "$limit");
        assertRefused("{\"enum\":[" + numbers(10_001) + "]}", "$limit");
        assertRefused("{\"description\":\"" + "x".repeat(1 << 20) + "\"}", "$limit");
        assertRefused("{\"not\":".repeat(65) + "{}" + "}".repeat(65), "depth");
        assertRefused("{\"not\":".repeat(100_000), "depth");
        assertThat(valid(schema(wide(9_000)), "{\"p1\":1}")).isTrue();
        assertThat(valid(schema("{\"properties\":{\"a\":{\"enum\":[" + numbers(10_000) + "]}}}"), "{\"a\":9999}"))
                .isTrue();
    }

    @Test
    @Tag("B03")
    void cascadesOfAlternativesAreRefused() {
        for (String keyword : List.of("allOf", "anyOf", "oneOf")) {
            String steps = IntStream.range(0, 40)
                    .mapToObj(
                            i -> "\"a%d\":{\"%s\":[{\"$ref\":\"#/definitions/a%d\"},{\"$ref\":\"#/definitions/a%d\"}]}"
                                    .formatted(i, keyword, i + 1, i + 1))
                    .collect(Collectors.joining(","));
            assertRefused(
                    "{\"$ref\":\"#/definitions/a0\",\"definitions\":{%s,\"a40\":{\"type\":\"null\"}}}".formatted(steps),
                    "$limit");
        }
        String chain = IntStream.range(0, 5_000)
                .mapToObj(i -> "\"a%d\":{\"$ref\":\"#/definitions/a%d\"}".formatted(i, i + 1))
                .collect(Collectors.joining(","));
        assertRefused("{\"$ref\":\"#/definitions/a0\",\"definitions\":{%s,\"a5000\":{}}}".formatted(chain), "$limit");
    }

    @Test
    @Tag("B03")
    void aSchemaThatDoublesItsWorkWithEveryLevelIsJudgedByWhatWasFoundBefore() {
        ProgramSchema schema = schema("""
                {"type":["object","integer"],
                 "allOf":[{"properties":{"a":{"$ref":"#"}}},{"properties":{"a":{"$ref":"#"}}}]}""");

        long start = cpu();
        assertThat(valid(schema, "{\"a\":".repeat(63) + "1" + "}".repeat(63))).isTrue();
        assertThat(violations(schema, "{\"a\":".repeat(63) + "1.5" + "}".repeat(63)))
                .extracting(Violation::pointer, Violation::keyword)
                .containsExactly(tuple("/a".repeat(63), "type"));
        assertThat(cpuMillisSince(start)).isLessThan(CPU_MILLIS_MAX);
    }

    @Test
    @Tag("B03")
    void alternativesThatAllFailAreRememberedToFail() {
        ProgramSchema schema = schema("""
                {"type":["object","integer"],
                 "anyOf":[{"properties":{"a":{"$ref":"#"}}},{"properties":{"a":{"$ref":"#"}}}]}""");

        long start = cpu();
        assertThat(valid(schema, "{\"a\":".repeat(63) + "1" + "}".repeat(63))).isTrue();
        assertThat(violations(schema, "{\"a\":".repeat(63) + "1.5" + "}".repeat(63)))
                .extracting(Violation::pointer, Violation::keyword)
                .containsExactly(tuple("", "anyOf"));
        assertThat(cpuMillisSince(start)).isLessThan(CPU_MILLIS_MAX);
    }

    @Test
    @Tag("B03")
    void manyAlternativesOverManySmallValuesRunIntoTheBudget() {
        String alternatives = IntStream.range(0, 300)
                .mapToObj(i -> "{\"required\":[\"n%d\"]}".formatted(i))
                .collect(Collectors.joining(","));

        assertBudget(
                schema("{\"properties\":{\"a\":{\"items\":{\"not\":{\"anyOf\":[%s]}}}}}".formatted(alternatives)),
                "{\"a\":[" + "{},".repeat(300_000) + "{}]}");
        assertBudget(
                schema("{\"properties\":{\"a\":{\"items\":{\"oneOf\":[{},%s]}}}}".formatted(alternatives)),
                "{\"a\":[" + "{},".repeat(300_000) + "{}]}");
    }

    @Test
    @Tag("B03")
    void wideObjectSchemasOverManySmallObjectsRunIntoTheBudget() {
        String names =
                IntStream.range(0, 20_000).mapToObj(i -> "\"n" + i + "\"").collect(Collectors.joining(","));
        ProgramSchema schema = schema("{\"properties\":{\"a\":{\"items\":{\"required\":[%s]}}}}".formatted(names));

        long start = cpu();
        assertThat(check(schema, "{\"a\":[" + "{},".repeat(100_000) + "{}]}")).isNotNull();
        assertThat(cpuMillisSince(start)).isLessThan(CPU_MILLIS_MAX);
    }

    @Test
    @Tag("B03")
    void aLongChainOfReferencesThroughMembersCompilesAndJudges() {
        String chain = IntStream.range(0, 4_000)
                .mapToObj(i -> "\"a%d\":{\"properties\":{\"x\":{\"$ref\":\"#/definitions/a%d\"}}}".formatted(i, i + 1))
                .collect(Collectors.joining(","));
        ProgramSchema schema = schema(
                "{\"$ref\":\"#/definitions/a0\",\"definitions\":{%s,\"a4000\":{\"type\":\"null\"}}}".formatted(chain));

        assertThat(valid(schema, "{\"x\":".repeat(60) + "1" + "}".repeat(60))).isTrue();
    }

    @Test
    @Tag("B03")
    void stringsThatShareAHashCodeDoNotSlowUniqueItems() {
        ProgramSchema schema = schema("{\"properties\":{\"a\":{\"uniqueItems\":true}}}");
        List<String> colliding = new ArrayList<>();
        for (int i = 0; i < 1 << 15; i++) {
            StringBuilder text = new StringBuilder();
            for (int bit = 0; bit < 15; bit++) {
                text.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            colliding.add("\"" + text + "\"");
        }
        String items = String.join(",", colliding);

        long start = cpu();
        assertThat(valid(schema, "{\"a\":[" + items + "]}")).isTrue();
        assertThat(valid(schema, "{\"a\":[" + items + "," + colliding.getFirst() + "]}"))
                .isFalse();
        assertThat(valid(schema("{}"), "{" + items.replace(",", ":1,") + ":1}")).isTrue();
        assertThat(cpuMillisSince(start)).isLessThan(CPU_MILLIS_MAX);
    }

    @Test
    @Tag("B02")
    void hostilePatternsAreRefusedWhereTheyStandOrRunInLinearTime() {
        assertRefusedAt("{\"properties\":{\"a\":{\"pattern\":\"^(?!x)\"}}}", "/properties/a/pattern");
        assertRefusedAt("{\"patternProperties\":{\"a/(b)\\\\1\":{}}}", "/patternProperties/a~1(b)\\1");
        assertRefusedAt("{\"definitions\":{\"unused\":{\"pattern\":\"[\"}}}", "/definitions/unused/pattern");
        String[] patterns = {"(a+)+$", "(a|aa)+$", "a?".repeat(60) + "a".repeat(60)};
        for (String pattern : patterns) {
            ProgramSchema schema = schema("{\"properties\":{\"a\":{\"pattern\":\"^%s$\"}}}".formatted(pattern));
            long start = cpu();
            assertThat(valid(schema, "{\"a\":\"" + "a".repeat(20_000) + "!\"}")).isFalse();
            assertThat(cpuMillisSince(start)).as(pattern).isLessThan(CPU_MILLIS_MAX);
        }
    }

    @Test
    @Tag("B02")
    void manyPatternsOverOneLongTextRunIntoTheBudget() {
        String patterns = IntStream.range(0, 150)
                .mapToObj(i -> "{\"pattern\":\"(x|[a-y]{0,%d}){0,2}z%d$\"}".formatted(20, i))
                .collect(Collectors.joining(","));

        assertBudget(
                schema("{\"properties\":{\"a\":{\"anyOf\":[%s]}}}".formatted(patterns)),
                "{\"a\":\"" + "a".repeat(1 << 20) + "\"}");
    }

    @ParameterizedTest
    @Tag("B02")
    @ValueSource(
            strings = {
                "date-time",
                "date",
                "time",
                "email",
                "idn-email",
                "hostname",
                "idn-hostname",
                "ipv4",
                "ipv6",
                "uri",
                "uri-reference",
                "iri",
                "iri-reference",
                "uri-template",
                "json-pointer",
                "relative-json-pointer",
                "regex",
                "uuid"
            })
    void noFormatTakesLongOrOverflowsTheStack(String format) {
        ProgramSchema schema = schema("{\"properties\":{\"a\":{\"format\":\"%s\"}}}".formatted(format));
        for (String piece : List.of(
                "@", "a", "a@", ".", "a.", "-", "{a}", "/", "/a~0", "1", "9:", "%41", "%", "(a|", "\u00e9", " ")) {
            for (int length : new int[] {60, 250, 300, 4_000, 8_000, 100_000}) {
                String text = piece.repeat(Math.max(1, length / piece.length()));
                for (String whole : List.of(text, text + "!", "http://" + text, "x@" + text)) {
                    long start = cpu();
                    Problem problem = check(schema, "{\"a\":\"" + whole + "\"}");
                    assertThat(problem == null || problem.code() == ErrorCode.VALIDATION_ERROR)
                            .isTrue();
                    assertThat(cpuMillisSince(start))
                            .as("%s of %s", length, piece)
                            .isLessThan(2_000);
                }
            }
        }
    }

    @Test
    @Tag("B04")
    void arithmeticOnLongNumbersIsBounded() {
        ProgramSchema schema = schema("{\"properties\":{\"a\":{\"items\":{\"multipleOf\":1e-450,\"maximum\":1e450}}}}");
        long start = cpu();
        check(schema, "{\"a\":[" + "1e499,".repeat(30_000) + "1]}");
        assertThat(cpuMillisSince(start)).isLessThan(CPU_MILLIS_MAX);
    }

    @Test
    @Tag("F11")
    void aDeepValueUnderADeepSchemaDoesNotOverflowASmallStack() throws InterruptedException {
        String nested = "{\"allOf\":[".repeat(30) + "{\"properties\":{\"a\":{\"$ref\":\"#\"}}}" + "]}".repeat(30);
        ProgramSchema schema = schema(nested);
        List<@Nullable Throwable> thrown = new ArrayList<>();
        Thread small = Thread.ofPlatform().unstarted(() -> check(schema, "{\"a\":".repeat(63) + "1" + "}".repeat(63)));
        small.setUncaughtExceptionHandler((thread, failure) -> thrown.add(failure));
        small.start();
        small.join();

        assertThat(thrown).isEmpty();
    }

    @Test
    void manyViolationsAreCutAndPayloadsAreNotRepeated() {
        ProgramSchema schema = schema("{\"properties\":{\"a\":{\"items\":{\"type\":\"string\"}}},\"maxProperties\":0}");

        assertThat(violations(schema, "{\"a\":[" + "1,".repeat(400_000) + "1]}"))
                .hasSize(32);
    }

    private static void assertBudget(ProgramSchema schema, String payload) {
        long start = cpu();
        Problem problem = problem(schema, payload);

        assertThat(cpuMillisSince(start)).isLessThan(4 * CPU_MILLIS_MAX);
        assertThat(problem.code()).isEqualTo(ErrorCode.VALIDATION_ERROR);
        assertThat(problem.violations()).extracting(Violation::keyword).containsExactly("$budget");
    }

    private static void assertRefused(String definition, String keyword) {
        long start = cpu();
        Problem problem = refusal(definition);

        assertThat(cpuMillisSince(start)).isLessThan(CPU_MILLIS_MAX);
        assertThat(problem.code()).isEqualTo(ErrorCode.SCHEMA_INVALID);
        assertThat(problem.violations()).extracting(Violation::keyword).contains(keyword);
    }

    private static void assertRefusedAt(String definition, String pointer) {
        Problem problem = refusal(definition);

        assertThat(problem.code()).isEqualTo(ErrorCode.SCHEMA_INVALID);
        assertThat(problem.violations()).extracting(Violation::pointer).containsExactly(pointer);
        assertThat(problem.violations()).extracting(Violation::keyword).containsExactly("pattern");
    }

    private static String wide(int members) {
        return IntStream.range(0, members)
                .mapToObj(i -> "\"p%d\":{\"type\":\"integer\"}".formatted(i))
                .collect(Collectors.joining(",", "{\"properties\":{", "}}"));
    }

    private static String numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).collect(Collectors.joining(","));
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static long cpuMillisSince(long start) {
        return (cpu() - start) / 1_000_000;
    }
}
