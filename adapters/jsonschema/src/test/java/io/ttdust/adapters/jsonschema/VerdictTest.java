package io.ttdust.adapters.jsonschema;

import static io.ttdust.adapters.jsonschema.Compile.check;
import static io.ttdust.adapters.jsonschema.Compile.problem;
import static io.ttdust.adapters.jsonschema.Compile.refusal;
import static io.ttdust.adapters.jsonschema.Compile.schema;
import static io.ttdust.adapters.jsonschema.Compile.valid;
import static io.ttdust.adapters.jsonschema.Compile.violations;
import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.problem.Violation;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictTest {

    static final String CLICK = """
            {"$schema":"http://json-schema.org/draft-07/schema#","type":"object",
             "required":["user_id","event_type","timestamp"],
             "properties":{
               "user_id":{"type":"string","minLength":1,"maxLength":100},
               "event_type":{"type":"string","enum":["click","view","purchase","signup"]},
               "timestamp":{"type":"string","format":"date-time"},
               "amount":{"type":"number","minimum":0},
               "metadata":{"type":"object","properties":{"source":{"type":"string"},"campaign":{"type":"string"},
                 "device":{"type":"string","enum":["mobile","desktop","tablet"]}}}}}""";

    @Test
    void everyViolationNamesThePlaceTheRuleAndTheFix() {
        ProgramSchema click = schema(CLICK);

        assertThat(valid(click, "{\"user_id\":\"u\",\"event_type\":\"view\",\"timestamp\":\"2025-01-15T10:30:00Z\"}"))
                .isTrue();
        assertThat(violations(click, """
                {"user_id":"","event_type":"unknown","amount":-10,"metadata":{"device":"fridge","source":7}}"""))
                .containsExactlyInAnyOrder(
                        new Violation("", "required", "member 'timestamp' is missing; add it", "/required"),
                        new Violation(
                                "/user_id",
                                "minLength",
                                "must have at least 1 characters, has 0",
                                "/properties/user_id/minLength"),
                        new Violation(
                                "/event_type",
                                "enum",
                                "must be one of \"click\", \"view\", \"purchase\", \"signup\", found \"unknown\"",
                                "/properties/event_type/enum"),
                        new Violation(
                                "/amount", "minimum", "must be at least 0, found -10", "/properties/amount/minimum"),
                        new Violation(
                                "/metadata/source",
                                "type",
                                "must be string, found integer",
                                "/properties/metadata/properties/source/type"),
                        new Violation(
                                "/metadata/device",
                                "enum",
                                "must be one of \"mobile\", \"desktop\", \"tablet\", found \"fridge\"",
                                "/properties/metadata/properties/device/enum"));
    }

    @Test
    void theProblemSaysHowMuchIsWrongAndInWhatOrderIsAlwaysTheSame() {
        ProgramSchema click = schema(CLICK);
        Problem problem = problem(click, "{\"user_id\":1,\"event_type\":2,\"timestamp\":3}");

        assertThat(problem.code()).isEqualTo(ErrorCode.VALIDATION_ERROR);
        assertThat(problem.message()).startsWith("The payload breaks its schema in 4 places, first: ");
        for (int i = 0; i < 20; i++) {
            assertThat(check(schema(CLICK), "{\"user_id\":1,\"event_type\":2,\"timestamp\":3}"))
                    .isEqualTo(problem);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"additionalProperties\":false} | {\"a/b\":1} |  | additionalProperties | member 'a/b' is not",
                "{\"additionalProperties\":false} | {\"#hidden\":1} |  | additionalProperties | member '#hidden'",
                "{\"additionalProperties\":{\"type\":\"null\"}} | {\"#a\":1} | /#a | type | must be null, found integer",
                "{\"properties\":{\"a\":{\"items\":{\"const\":[1]}}}} | {\"a\":[2]} | /a/0 | const | must be [1], found 2",
                "{\"properties\":{\"a\":false}} | {\"a\":1} | /a | false | no value is allowed here",
                "{\"properties\":{\"a\":{\"type\":[\"string\",\"null\"]}}} | {\"a\":{}} | /a | type | must be string or null, found object",
                "{\"properties\":{\"a\":{\"maxLength\":2}}} | {\"a\":\"\ud83d\ude00\ud83d\ude00x\"} | /a | maxLength | at most 2 characters, has 3",
                "{\"properties\":{\"a\":{\"pattern\":\"^x$\"}}} | {\"a\":\"y\"} | /a | pattern | must match ^x$, found \"y\"",
                "{\"properties\":{\"a\":{\"format\":\"date\"}}} | {\"a\":\"x\"} | /a | format | a valid date such as 2025-01-15",
                "{\"properties\":{\"a\":{\"exclusiveMaximum\":2}}} | {\"a\":2} | /a | exclusiveMaximum | less than 2, found 2",
                "{\"properties\":{\"a\":{\"multipleOf\":0.01}}} | {\"a\":0.075} | /a | multipleOf | a multiple of 0.01, found 0.075",
                "{\"properties\":{\"a\":{\"uniqueItems\":true}}} | {\"a\":[1,{\"x\":1},1.0]} | /a | uniqueItems | item 2 repeats",
                "{\"properties\":{\"a\":{\"minItems\":2}}} | {\"a\":[1]} | /a | minItems | at least 2 items, has 1",
                "{\"properties\":{\"a\":{\"contains\":{\"const\":1}}}} | {\"a\":[2]} | /a | contains | add one",
                "{\"minProperties\":1} | {} |  | minProperties | at least 1 members, has 0",
                "{\"dependencies\":{\"a\":[\"b\"]}} | {\"a\":1} |  | dependencies | other members that are missing",
                "{\"propertyNames\":{\"pattern\":\"^a\"}} | {\"b\":1} |  | propertyNames | rename it",
                "{\"not\":{\"required\":[\"a\"]}} | {\"a\":1} |  | not | must not be",
                "{\"oneOf\":[{},{}]} | {\"a\":1} |  | oneOf | exactly one",
                "{\"if\":{\"required\":[\"a\"]},\"then\":{\"required\":[\"b\"]}} | {\"a\":1} |  | required | member 'b'"
            })
    void eachKeywordHasItsOwnSentence(
            String definition, String payload, String pointer, String keyword, String sentence) {
        assertThat(violations(schema(definition), payload)).singleElement().satisfies(violation -> {
            assertThat(violation.pointer()).isEqualTo(pointer == null ? "" : pointer);
            assertThat(violation.keyword()).isEqualTo(keyword);
            assertThat(violation.message()).contains(sentence);
        });
    }

    @Test
    void noMoreThanFortyCharactersOfAPayloadAreRepeated() {
        ProgramSchema schema = schema("{\"properties\":{\"a\":{\"enum\":[1]}},\"additionalProperties\":false}");
        String secret = "s3cret".repeat(30);

        for (Violation violation : violations(schema, "{\"a\":\"%s\",\"%s\":1}".formatted(secret, secret))) {
            assertThat(violation.message()).contains("s3cret").hasSizeLessThan(120);
        }
        assertThat(violations(schema, "{\"a\":{\"x\":\"%s\"}}".formatted(secret))
                        .getFirst()
                        .message())
                .doesNotContain("s3cret");
    }

    @ParameterizedTest
    @Tag("B05")
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\":\"integer\"} | 1.0 | true",
                "{\"type\":\"integer\"} | 1e3 | true",
                "{\"type\":\"integer\"} | 9007199254740993 | true",
                "{\"type\":\"integer\"} | 1e400 | true",
                "{\"type\":\"integer\"} | 0.1 | false",
                "{\"type\":\"integer\"} | 1e-400 | false",
                "{\"maximum\":9007199254740992} | 9007199254740993 | false",
                "{\"maximum\":9007199254740992} | 9007199254740992 | true",
                "{\"exclusiveMinimum\":9223372036854775807} | 9223372036854775808 | true",
                "{\"exclusiveMinimum\":9223372036854775807} | 9223372036854775807.0 | false",
                "{\"minimum\":0.1} | 0.09999999999999999999999999 | false",
                "{\"maximum\":1e308} | 1e309 | false",
                "{\"const\":9007199254740993} | 9007199254740992 | false",
                "{\"const\":1} | 1.0 | true",
                "{\"enum\":[1.5]} | 1.50 | true",
                "{\"enum\":[[1]]} | [1.0] | true",
                "{\"enum\":[{\"a\":100}]} | {\"a\":1e2} | true",
                "{\"multipleOf\":0.01} | 19.99 | true",
                "{\"multipleOf\":0.01} | 4.35 | true",
                "{\"multipleOf\":3} | 9007199254740993 | true",
                "{\"multipleOf\":3} | 9007199254740992 | false",
                "{\"multipleOf\":7} | 1e400 | false",
                "{\"minLength\":1e30} | \"x\" | false",
                "{\"maxLength\":1e30} | \"x\" | true",
                "{\"minItems\":3000000000} | [] | false"
            })
    void numbersAreJudgedExactly(String definition, String value, boolean expected) {
        ProgramSchema schema = schema("{\"properties\":{\"n\":%s}}".formatted(definition));

        assertThat(valid(schema, "{\"n\":%s}".formatted(value))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "date-time, 2025-01-15T10:30:00Z, 2025-01-15 10:30",
        "date, 2025-02-28, 2025-02-30",
        "time, 10:30:00Z, 25:00:00Z",
        "email, a@example.com, a.example.com",
        "idn-email, a@example.com, a.example.com",
        "hostname, www.example.com, -a.example.com",
        "idn-hostname, www.example.com, 〮a",
        "ipv4, 192.0.2.1, 256.0.0.1",
        "ipv6, 2001:db8::1, 2001:db8",
        "uri, https://example.com/a, /a",
        "uri-reference, /a, 'a b\\'",
        "iri, https://example.com/é, /é",
        "iri-reference, /é, '\\\\'",
        "uri-template, http://e.x/{id}, http://e.x/{id",
        "json-pointer, /a/0, a",
        "relative-json-pointer, 1/a, /a",
        "regex, ^a+$, a(",
        "uuid, 123e4567-e89b-12d3-a456-426614174000, 123"
    })
    void theseFormatsAreAsserted(String format, String good, String bad) {
        ProgramSchema schema = schema("{\"properties\":{\"v\":{\"format\":\"%s\"}}}".formatted(format));

        assertThat(valid(schema, "{\"v\":\"%s\"}".formatted(good))).isTrue();
        assertThat(valid(schema, "{\"v\":\"%s\"}".formatted(bad.replace("\\", "\\\\"))))
                .isFalse();
        assertThat(valid(schema, "{\"v\":12}")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"color", "phone", "style", "utc-millisec", "duration"})
    void otherFormatsAreOnlyAnnotations(String format) {
        assertThat(valid(schema("{\"properties\":{\"v\":{\"format\":\"%s\"}}}".formatted(format)), "{\"v\":\"?\"}"))
                .isTrue();
    }

    @Test
    void keywordsOfOtherDraftsAndOfTheLibraryMeanNothing() {
        ProgramSchema schema = schema("""
                {"properties":{"a":{"type":"string","nullable":true}},"unevaluatedProperties":false,
                 "dependentRequired":{"a":["b"]},"minContains":3,"$recursiveRef":"x","message":{"type":"?"},
                 "readOnly":true,"contentEncoding":"base64","id":"x"}""");

        assertThat(valid(schema, "{\"a\":\"x\",\"c\":1}")).isTrue();
        assertThat(valid(schema, "{\"a\":null}")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\":\"strin\"} | /type",
                "{\"minLength\":-1} | /minLength",
                "{\"minLength\":1.5} | /minLength",
                "{\"required\":\"a\"} | /required",
                "{\"required\":[\"a\",\"a\"]} | /required",
                "{\"properties\":{\"a/b\":{\"items\":3}}} | /properties/a~1b/items",
                "{\"allOf\":[]} | /allOf",
                "{\"enum\":7} | /enum",
                "{\"pattern\":7} | /pattern",
                "{\"$ref\":7} | /$ref",
                "{\"$id\":7} | /$id",
                "{\"$id\":\"a b\"} | /$id",
                "{\"multipleOf\":0} | /multipleOf",
                "{\"$schema\":\"http://json-schema.org/draft-04/schema#\"} | /$schema",
                "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\"} | /$schema",
                "{\"$schema\":\"\"} | /$schema"
            })
    void aDefinitionThatIsNoDraft7SchemaIsRefusedWhereItIsWrong(String definition, String pointer) {
        Problem problem = refusal(definition);

        assertThat(problem.code()).isEqualTo(ErrorCode.SCHEMA_INVALID);
        assertThat(problem.violations()).extracting(Violation::pointer).contains(pointer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://json-schema.org/draft-07/schema#",
                "http://json-schema.org/draft-07/schema",
                "https://json-schema.org/draft-07/schema#",
                "https://json-schema.org/draft-07/schema"
            })
    void draft7MayBeNamedInAnySpelling(String name) {
        assertThat(valid(schema("{\"$schema\":\"%s\"}".formatted(name)), "{}")).isTrue();
    }

    @Test
    void aDefinitionIsReadAsStrictlyAsAPayload() {
        Problem problem = refusal("{\"type\":\"object\",\"type\":\"string\"}");

        assertThat(problem.code()).isEqualTo(ErrorCode.INVALID_JSON);
        assertThat(problem.violations())
                .containsExactly(new Violation("/type", "duplicate", "the object has this name twice at byte 17"));
        assertThat(refusal("{\"a\":\"\ud800\"}").code()).isEqualTo(ErrorCode.INVALID_JSON);
    }

    @Test
    void booleanSchemasTakeEverythingOrNothing() {
        assertThat(valid(schema("true"), "{}")).isTrue();
        assertThat(valid(schema("false"), "{}")).isFalse();
    }

    @Test
    void theMachinesLanguageDoesNotChangeAWord() {
        Locale before = Locale.getDefault();
        String english = refusal("{\"type\":1}").message() + violations(schema(CLICK), "{\"amount\":-0.5}");
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG"));
            assertThat(refusal("{\"type\":1}").message() + violations(schema(CLICK), "{\"amount\":-0.5}"))
                    .isEqualTo(english);
        } finally {
            Locale.setDefault(before);
        }
    }
}
