package io.ttdust.adapters.jsonschema;

import static io.ttdust.adapters.jsonschema.Compile.problem;
import static io.ttdust.adapters.jsonschema.Compile.schema;
import static io.ttdust.adapters.jsonschema.Compile.valid;
import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.problem.Violation;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Payloads made to cost more than they weigh. Bounds are on CPU time; they are some ten times what is measured
/// on an idle machine and far below what the attacks would take.
class HostilePayloadTest {

    private static final long CPU_MILLIS_MAX = 2_000;

    /// What is refused at its first bytes, however much follows.
    private static final long EARLY_CPU_MILLIS_MAX = 10;

    @BeforeAll
    static void loadTheClassesFirst() {
        for (int i = 0; i < 500; i++) {
            valid(schema("{\"properties\":{\"a\":{\"pattern\":\"^a\"}}}"), "{\"a\":\"b\",\"c\":[1.5]}");
        }
    }

    /// As [#within], for the least of several times: what is more is the machine's.
    private static <T> T early(Supplier<T> work) {
        for (int i = 0; i < 50; i++) {
            long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            T result = work.get();
            if (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start
                    <= EARLY_CPU_MILLIS_MAX * 1_000_000) {
                return result;
            }
        }
        throw new AssertionError("never took at most %s ms of CPU".formatted(EARLY_CPU_MILLIS_MAX));
    }

    private static <T> T within(long millis, Supplier<T> work) {
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        T result = work.get();
        assertThat((ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / 1_000_000)
                .isLessThan(millis);
        return result;
    }

    @ParameterizedTest
    @Tag("B04")
    @ValueSource(strings = {"[", "{\"a\":", "[{\"\":", "[[],"})
    void aDocumentOfAHundredThousandLevelsIsRefusedAtTheSixtyFifth(String level) {
        ProgramSchema schema = schema("{\"properties\":{\"a\":{\"$ref\":\"#\"}},\"additionalProperties\":{}}");
        String payload = "{\"x\":" + level.repeat(100_000);
        Problem problem = early(() -> problem(schema, payload));

        assertThat(problem.code()).isEqualTo(ErrorCode.INVALID_JSON);
        assertThat(problem.violations()).extracting(Violation::keyword).containsExactly("depth");
    }

    @ParameterizedTest
    @Tag("B04")
    @Tag("B05")
    @CsvSource({
        "7, 1048576, '', true",
        "6, 1048576, '', false",
        "0., 1048576, 7, false",
        "'', 1048576, e1000000000, true",
        "1e, 1048576, '', false",
        "1e-, 1048576, '', false",
        "-7e-, 1048576, '', false"
    })
    void aNumberOfAMegabyteIsJudgedExactlyInTheTimeItTakesToReadIt(
            String before, int sevens, String after, boolean expected) {
        ProgramSchema schema = schema("{\"properties\":{\"a\":{\"type\":\"integer\",\"multipleOf\":7}}}");
        String number = before + "7".repeat(sevens) + after;

        assertThat(within(CPU_MILLIS_MAX, () -> valid(schema, "{\"a\":" + number + "}")))
                .isEqualTo(expected);
    }

    @Test
    @Tag("B05")
    void whatIsWrongWithALongNumberIsSaidWithoutWritingItOut() {
        ProgramSchema schema = schema("{\"properties\":{\"a\":{\"maximum\":1e300},\"b\":{\"const\":1}}}");

        assertThat(problem(schema, "{\"b\":1,\"a\":1e1000000000}").violations())
                .containsExactly(new Violation("/a", "maximum", "does not hold what `maximum` asks here"));
        assertThat(valid(schema, "{\"b\":1,\"a\":-1e1000000000}")).isTrue();
        assertThat(valid(schema, "{\"b\":1." + "0".repeat(1_000) + "}")).isTrue();
        assertThat(valid(schema, "{\"b\":1." + "0".repeat(1_000) + "1}")).isFalse();
        assertThat(valid(
                        schema("{\"properties\":{\"a\":{\"uniqueItems\":true}}}"),
                        "{\"a\":[1e9999999999999,1e99999999999999]}"))
                .isTrue();
    }

    @Test
    @Tag("B04")
    void aHundredThousandMembersAreReadOnceAndTheLastTwinIsFound() {
        String members = IntStream.range(0, 100_000)
                .mapToObj(i -> "\"%s\":%d".formatted(colliding(i), i))
                .collect(Collectors.joining(","));
        ProgramSchema schema = schema("{\"additionalProperties\":{\"type\":\"integer\"}}");

        assertThat(within(CPU_MILLIS_MAX, () -> valid(schema, "{" + members + "}")))
                .isTrue();
        String twin = colliding(77_777);
        String escaped = "\\u%04x".formatted((int) twin.charAt(0)) + twin.substring(1);
        for (String name : new String[] {twin, escaped}) {
            assertThat(problem(schema, "{%s,\"%s\":1}".formatted(members, name)).violations())
                    .extracting(Violation::keyword)
                    .containsExactly("duplicate");
        }
    }

    /// Names that share one `String.hashCode`, which the tables must not use.
    private static String colliding(int number) {
        StringBuilder name = new StringBuilder();
        for (int bit = 0; bit < 17; bit++) {
            name.append(((number >> bit) & 1) == 0 ? "Aa" : "BB");
        }
        return name.toString();
    }

    @Test
    @Tag("B04")
    void manyObjectsWithTheSameNamesAreReadOnce() {
        ProgramSchema schema = schema("{\"properties\":{\"a\":{\"items\":{\"minProperties\":3}}}}");
        String items = "{\"x\":1,\"y\":2,\"\\u007a\":3},".repeat(100_000);

        assertThat(within(CPU_MILLIS_MAX, () -> valid(schema, "{\"a\":[" + items + "{\"x\":1,\"y\":2,\"z\":3}]}")))
                .isTrue();
    }

    @Test
    @Tag("B03")
    void alternativesInsideAlternativesAreJudgedOrGivenUpInTime() {
        String alternatives = IntStream.range(0, 8)
                .mapToObj(i -> "{\"required\":[\"k%d\"],\"properties\":{\"a\":{\"$ref\":\"#\"}}}".formatted(i))
                .collect(Collectors.joining(","));
        ProgramSchema schema = schema("{\"type\":\"object\",\"oneOf\":[%s,{\"properties\":{\"a\":{\"$ref\":\"#\"}}}]}"
                .formatted(alternatives));
        String deep = "{\"k1\":1,\"k2\":2,\"k3\":3,\"a\":".repeat(60) + "{}" + "}".repeat(60);

        assertThat(within(CPU_MILLIS_MAX, () -> problem(schema, deep)).code()).isEqualTo(ErrorCode.VALIDATION_ERROR);
    }

    @Test
    @Tag("B02")
    void aPatternThatWouldBacktrackTakesLinearTime() {
        ProgramSchema schema = schema("{\"properties\":{\"a\":{\"pattern\":\"^(a+)+$\"}}}");
        String payload = "{\"a\":\"" + "a".repeat(1_000) + "!\"}";

        assertThat(early(() -> valid(schema, payload))).isFalse();
    }
}
