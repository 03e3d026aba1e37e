package io.ttdust.adapters.jsonschema.json;

import static io.ttdust.adapters.jsonschema.json.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ttdust.domain.problem.Violation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("B04")
class StrictJsonTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\n",
                "{",
                "}",
                "[",
                "]",
                "{]",
                "[}",
                "[1",
                "[1,",
                "[1,]",
                "[,1]",
                "[,]",
                "[1,,2]",
                "[1 2]",
                "[1;2]",
                "{\"a\"",
                "{\"a\":",
                "{\"a\":1",
                "{\"a\":1,",
                "{\"a\":1,}",
                "{,}",
                "{\"a\"}",
                "{\"a\" 1}",
                "{\"a\":}",
                "{:1}",
                "{a:1}",
                "{'a':1}",
                "{1:1}",
                "{null:1}",
                "{\"a\":1 \"b\":2}",
                "{\"a\":1,,\"b\":2}",
                "{\"a\"::1}",
                "{\"a\":1}}",
                "{\"a\":1}]",
                "{} {}",
                "{}x",
                "{}#",
                "{}/**/",
                "{}//",
                "/**/{}",
                "{/**/}",
                "[1]//",
                "[true]x",
                "1 2",
                "\"a\" \"b\"",
                "nul",
                "nulL",
                "Null",
                "NULL",
                "tru",
                "True",
                "TRUE",
                "truer",
                "fals",
                "False",
                "undefined",
                "NaN",
                "nan",
                "Infinity",
                "-Infinity",
                "+Infinity",
                "-",
                "+1",
                "--1",
                "-a",
                "01",
                "-01",
                "00",
                "1.",
                "1.e1",
                ".5",
                "-.5",
                "1e",
                "1e+",
                "1E-",
                "1ee2",
                "1e1.5",
                "1.2.3",
                "0x1",
                "1_000",
                "1,0",
                "1f",
                "1L",
                "0e",
                "0.e1",
                "2.e+3",
                "1\u0660",
                "\u0661",
                "\uff11",
                "\"",
                "\"a",
                "\"\\",
                "\"\\\"",
                "\"\\a\"",
                "\"\\x41\"",
                "\"\\'\"",
                "\"\\0\"",
                "\"\\u\"",
                "\"\\u1\"",
                "\"\\u12\"",
                "\"\\u123\"",
                "\"\\u123",
                "\"\\u12g4\"",
                "\"\\U0041\"",
                "\"\\u{41}\"",
                "\"\\\u00e9\"",
                "'a'",
                "\"\n\"",
                "\"\t\"",
                "\"\r\"",
                "\"\u0000\"",
                "\"\u001f\"",
                "{\"\n\":1}",
                "\u00a0{}",
                "{}\u00a0",
                "\f{}",
                "\u000b{}",
                "{}\u0000",
                "\u0000",
                "\u2028{}",
                "\u200b{}",
                "<null>",
                "[\"a\":1]",
                "{\"a\",1}",
                "*",
                "\ufeff{}",
                "\ufeff",
                "{\"a\":\u00e9}",
                "\u00e9"
            })
    void whatIsNotJsonIsRefused(String text) {
        assertThat(refusal(text.getBytes(StandardCharsets.UTF_8))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "0",
                "-0",
                "1",
                "-1",
                "1.0",
                "1e0",
                "1E+2",
                "0.1",
                "-0.0",
                "1e-7",
                "123456789012345678901234567890",
                "1e400",
                "-1e-400",
                "\"\"",
                "\"a\"",
                "true",
                "false",
                "null",
                " \t\r\n1 \t\r\n",
                "[1,2,3]",
                "[[],{}]",
                "{\"\":1}",
                "{\"a\":{\"a\":1}}",
                "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
                "\"\\u0000\"",
                "\"\\u0041\"",
                "\"\\uD83D\\uDE00\"",
                "\"\u007f\"",
                "\"\u0080\"",
                "\"\u2028\u2029\"",
                "\"\ufffe\uffff\"",
                "\"\ud83d\ude00\"",
                "\"\u00e9\u20ac\"",
                "\"/* not a comment */\"",
                "{\"__proto__\":1,\"constructor\":2}",
                "\"\ufeff\"",
                "\"a long plain text that is more than one word of eight bytes\"",
                "\"12345678\\n12345678\u00e9\""
            })
    void whatIsJsonIsReadAsJacksonReadsIt(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

        assertThat(refusal(bytes)).isNull();
        assertThat(CanonicalJson.of(Json.read(bytes))).isEqualTo(CanonicalJson.of(JACKSON.readTree(bytes)));
    }

    @Test
    void aNameTwiceInAnObjectIsRefusedWhereItStands() {
        assertThat(refusal("{\"a\":1,\"b\":{\"c\":1,\"\\u0063\":2}}"))
                .isEqualTo(new Violation("/b/c", "duplicate", "the object has this name twice at byte 18"));
        assertThat(refusal("[{\"a\":1},{\"a\":1}]")).isNull();
    }

    @Test
    void theRefusalNamesThePlaceAndTheByte() {
        assertThat(refusal("{\"a/b\":[1,{\"c~d\":tru}]}"))
                .isEqualTo(new Violation("/a~1b/1/c~0d", "json", "true should be here at byte 17"));
        assertThat(refusal("{\"a\":1,}"))
                .isEqualTo(new Violation("", "json", "a name in double quotes should be here, found } at byte 7"));
    }

    @Test
    void sixtyFourContainersMayLieInsideEachOtherAndNoMore() {
        assertThat(refusal("[".repeat(64) + "]".repeat(64))).isNull();
        assertThat(refusal("{\"a\":".repeat(64) + "1" + "}".repeat(64))).isNull();
        for (String text : new String[] {
            "[".repeat(65) + "]".repeat(65), "[".repeat(1_000_000), "{\"a\":".repeat(10_000), "[{\"\":".repeat(50_000)
        }) {
            assertThat(refusal(text)).isNotNull().extracting(Violation::keyword).isEqualTo("depth");
        }
    }

    @Test
    void numbersKeepEveryDigit() {
        for (String number : new String[] {
            "9007199254740993",
            "9223372036854775808",
            "-9223372036854775809",
            "0.1000000000000000055511151231257827",
            "1e400"
        }) {
            assertThat(Json.read(number).decimalValue()).isEqualByComparingTo(number);
        }
        assertThat(Json.read("1.0")).isEqualTo(Json.read("1")).isEqualTo(Json.read("10e-1"));
        assertThat(Json.read("1.50")).isEqualTo(Json.read("1.5")).isEqualTo(Json.read("15e-1"));
        assertThat(Json.read("9223372036854775807.0")).isEqualTo(Json.read("9223372036854775807"));
        assertThat(Json.read("-0.0")).isEqualTo(Json.read("0")).isEqualTo(Json.read("0e99999999999"));
        assertThat(Json.read("12345678901234567890").isBigInteger()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e1000",
                "1e1000000000",
                "-1e-1000000000",
                "1e99999999999999999999",
                "1e-2147483649",
                "0.1e-500",
                "1e2147483648"
            })
    void aNumberThatWouldFillMemoryIsRefused(String number) {
        assertThat(refusal(number)).isNotNull().extracting(Violation::keyword).isEqualTo("number");
        assertThat(refusal("[" + "9".repeat(100_000) + "]"))
                .isEqualTo(new Violation(
                        "/0", "number", "a number may have at most 500 digits when written out at byte 1"));
    }

    @Test
    void mutatedDocumentsAreJudgedAsJacksonsStrictestParserJudgesThem() {
        long seed = 20_250_115L;
        Random random = new Random(seed);
        byte[] base = ("{\"a\":[1,-2.5e3,true,null],\"b\":{\"c\\n\":\"x\\u0041y\",\"d\":[]},"
                        + "\"longer name\":\"some longer plain text\",\"e\":false}")
                .getBytes(StandardCharsets.UTF_8);
        byte[] alphabet = "{}[]:,\"\\ \n0123456789.eE+-truefalsn/u\u0001".getBytes(StandardCharsets.US_ASCII);
        int valid = 0;
        for (int run = 0; run < 20_000; run++) {
            byte[] mutated = mutated(base, alphabet, random);
            boolean expected = jacksonReads(mutated);
            valid += expected ? 1 : 0;
            if ((refusal(mutated) == null) != expected) {
                fail("seed %d run %d: %s", seed, run, new String(mutated, StandardCharsets.UTF_8));
            }
        }
        assertThat(valid).isBetween(700, 19_000);
    }

    private static byte[] mutated(byte[] base, byte[] alphabet, Random random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int edits = 1 + random.nextInt(2);
        int at = 0;
        for (int edit = 0; edit < edits; edit++) {
            int next = at + random.nextInt(base.length - at);
            out.write(base, at, next - at);
            at = next;
            int kind = random.nextInt(3);
            if (kind != 0) {
                out.write(alphabet[random.nextInt(alphabet.length)]);
            }
            if (kind != 1 && at < base.length - 1) {
                at++;
            }
        }
        out.write(base, at, base.length - at);
        return out.toByteArray();
    }

    private static final JsonMapper JACKSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static boolean jacksonReads(byte[] bytes) {
        try {
            JsonNode node = JACKSON.readTree(bytes);
            return !node.isMissingNode();
        } catch (IOException e) {
            return false;
        }
    }
}
