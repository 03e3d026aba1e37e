package io.ttdust.adapters.jsonschema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import io.ttdust.adapters.jsonschema.json.Json;
import io.ttdust.adapters.jsonschema.library.LibrarySchema;
import io.ttdust.adapters.jsonschema.library.SchemaPlaces;
import io.ttdust.adapters.jsonschema.program.PassPool;
import io.ttdust.adapters.jsonschema.program.Program;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.problem.Violation;
import io.ttdust.domain.schema.PayloadSchema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramSchemaTest {

    /// A program beside a library that would let everything pass.
    private static ProgramSchema beside(String definition) {
        JsonNode plain = Json.read(definition);
        return new ProgramSchema(
                Program.of(plain, Map.of(), new PassPool(1)),
                LibrarySchema.of(BooleanNode.TRUE, new SchemaPlaces("", List.of()), 0, Map.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"properties\":{\"a\":{\"items\":{\"maximum\":1}}}} | {\"a\":[0,1,2]} | /a/2 | maximum",
                "{\"properties\":{\"a/b\":{\"required\":[\"x\"]}}} | {\"z\":[{},1],\"a/b\":{\"y\":\"},{\"}} | /a~1b | required",
                "{\"additionalProperties\":false} | {\"a\":1} | /a | additionalProperties",
                "{\"propertyNames\":{\"maxLength\":1}} | {\"a\":1,\"bb\":2} |  | propertyNames",
                "{\"properties\":{\"a\":{\"anyOf\":[{\"type\":\"null\"},{\"minimum\":3}]}}} | {\"a\":1} | /a | anyOf",
                "{\"allOf\":[{\"properties\":{\"a\":{\"const\":1}}}]} | {\"b\":{\"c\":1},\"a\":2} | /a | const"
            })
    void whatOnlyTheProgramRefusesIsRefusedWithItsPlaceAndKeyword(
            String definition, String payload, String pointer, String keyword) {
        assertThat(Compile.problem(beside(definition), payload)).satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(ErrorCode.VALIDATION_ERROR);
            assertThat(problem.violations())
                    .containsExactly(new Violation(
                            pointer == null ? "" : pointer,
                            keyword,
                            "does not hold what `%s` asks here".formatted(keyword)));
        });
    }

    @Test
    void aCheckerGivesTheVerdictsOfSingleChecksAndStartsAnewAfterEachRefusal() {
        ProgramSchema schema = Compile.schema(VerdictTest.CLICK);
        String sound = "{\"user_id\":\"u\",\"event_type\":\"view\",\"timestamp\":\"2025-01-15T10:30:00Z\"}";
        List<String> payloads = new ArrayList<>();
        for (int i = 0; i <= sound.length(); i++) {
            payloads.add(sound.substring(0, i));
            payloads.add(sound.substring(i));
            payloads.add(sound);
        }
        try (PayloadSchema.Checker checker = schema.open()) {
            for (String payload : payloads) {
                byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
                Problem problem = checker.check(bytes, 0, bytes.length);

                assertThat(problem).as(payload).isEqualTo(schema.check(bytes, 0, bytes.length));
                assertThat(problem == null).as(payload).isEqualTo(payload.equals(sound));
            }
        }
    }

    @Test
    void nothingBeyondTheEndOfThePayloadIsLookedAt() {
        ProgramSchema schema =
                Compile.schema("{\"properties\":{\"abcdefgh\":{\"const\":\"xy\"}},\"required\":[\"abcdefgh\"]}");
        String whole = "{\"abcdefgh\":\"xy\"}{\"abcdefgh\":\"xy\"}                ";
        byte[] bytes = whole.getBytes(StandardCharsets.UTF_8);
        int length = whole.indexOf('}') + 1;
        for (int cut = 0; cut <= 2 * length; cut++) {
            assertThat(schema.check(bytes, 0, cut) == null).as("%d bytes", cut).isEqualTo(cut == length);
        }
        assertThat(schema.check(bytes, length, length)).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 62, 63, 64, 65, 127, 128, 199})
    void aNameTheSchemaKnowsMayNotComeTwiceEither(int place) {
        String names = IntStream.range(0, 200)
                .mapToObj(i -> "\"n%d\":{\"type\":\"integer\"}".formatted(i))
                .collect(Collectors.joining(","));
        ProgramSchema schema = Compile.schema("{\"properties\":{%s}}".formatted(names));
        String all = IntStream.range(0, 200)
                .mapToObj(i -> "\"n%d\":%d".formatted(i, i))
                .collect(Collectors.joining(","));

        assertThat(Compile.valid(schema, "{%s}".formatted(all))).isTrue();
        for (String twin : List.of("n%d", "\\u006e%d")) {
            assertThat(Compile.problem(schema, "{%s,\"%s\":1}".formatted(all, twin.formatted(place)))
                            .violations())
                    .extracting(Violation::keyword)
                    .containsExactly("duplicate");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 63, 64, 127, 128, 199})
    void eachOfManyRequiredNamesIsAskedFor(int missing) {
        String required =
                IntStream.range(0, 200).mapToObj(i -> "\"n" + i + "\"").collect(Collectors.joining(","));
        ProgramSchema schema = Compile.schema("{\"required\":[%s]}".formatted(required));
        String most = IntStream.range(0, 200)
                .filter(i -> i != missing)
                .mapToObj(i -> "\"n%d\":{\"n0\":{}}".formatted(i))
                .collect(Collectors.joining(","));

        assertThat(Compile.valid(schema, "{%s,\"n%d\":1}".formatted(most, missing)))
                .isTrue();
        assertThat(Compile.violations(schema, "{%s}".formatted(most)))
                .containsExactly(new Violation(
                        "", "required", "member 'n%d' is missing; add it".formatted(missing), "/required"));
    }
}
