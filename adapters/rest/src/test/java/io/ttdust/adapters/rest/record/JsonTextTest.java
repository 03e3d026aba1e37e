package io.ttdust.adapters.rest.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.ttdust.adapters.rest.error.RefusedException;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.record.RecordBatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {

    private static final JsonFactory ORACLE = new JsonFactory();

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> texts(Ranges ranges, byte[] body) {
        RecordBatch batch = ranges.over(body, null);
        assertThat(batch.bytes()).isSameAs(body);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            texts.add(new String(body, batch.start(i), batch.length(i), StandardCharsets.UTF_8));
        }
        return texts;
    }

    private static List<String> elements(String json) {
        byte[] body = bytes(json);
        return texts(JsonText.elements(body), body);
    }

    private static List<String> lines(String text) {
        byte[] body = bytes(text);
        return texts(JsonText.lines(body), body);
    }

    @Test
    void elementsKeepTheirBytesAndLoseTheSpaceAround() {
        assertThat(elements(" [ {\"a\" : [1, {}]} ,\n\"b,]\\\"\" ,-1.5E+3,true ,null,[], [[ ]],{}\t] \r\n"))
                .containsExactly("{\"a\" : [1, {}]}", "\"b,]\\\"\"", "-1.5E+3", "true", "null", "[]", "[[ ]]", "{}");
        assertThat(elements("[]")).isEmpty();
        assertThat(elements("[ ]")).isEmpty();
        assertThat(elements("[0]")).containsExactly("0");
    }

    @Test
    void linesKeepTheirBytesAndLoseTheSpaceAround() {
        assertThat(lines("\n {\"a\":1}\r\n\r\n\t\n{\"b\":\r2}  \nnonsense"))
                .containsExactly("{\"a\":1}", "{\"b\":\r2}", "nonsense");
        assertThat(lines("")).isEmpty();
        assertThat(lines("a\n")).containsExactly("a");
    }

    @Test
    void aSingleRecordIsTheBodyWithoutTheSpaceAround() {
        byte[] body = bytes("\n {\"a\" :1} ");

        assertThat(texts(JsonText.single(body), body)).containsExactly("{\"a\" :1}");
        assertThat(texts(JsonText.single(bytes(" ")), bytes(" "))).isEmpty();
    }

    @Test
    void anArrayIsToldByItsFirstCharacter() {
        assertThat(JsonText.isArray(bytes(" \t\r\n["))).isTrue();
        assertThat(JsonText.isArray(bytes("{[]}"))).isFalse();
        assertThat(JsonText.isArray(bytes(""))).isFalse();
        assertThat(JsonText.isArray(bytes(" "))).isFalse();
        assertThat(JsonText.isArray(bytes("\ufeff[]"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[",
                "[1",
                "[1,",
                "[1,]",
                "[,1]",
                "[1 2]",
                "[1]]",
                "[1],",
                "[1]x",
                "[}",
                "[{]",
                "[{\"a\"}]",
                "[{\"a\":}]",
                "[{\"a\":1,}]",
                "[{a:1}]",
                "[{\"a\":1]",
                "[[1}]",
                "[01]",
                "[1.]",
                "[.5]",
                "[+1]",
                "[-]",
                "[1e]",
                "[1e+]",
                "[tru]",
                "[True]",
                "[nul",
                "[NaN]",
                "[Infinity]",
                "['a']",
                "[\"a]",
                "[\"\\x\"]",
                "[\"\\u12g4\"]",
                "[\"\\u123\"]",
                "[\"a\tb\"]",
                "[\"\u0000\"]",
                "[1]\u0000",
                "[/**/]",
                "[1//\n]"
            })
    @Tag("B04")
    void whatIsNotAJsonArrayIsRefused(String text) {
        assertThatThrownBy(() -> elements(text))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.problem().code()).isEqualTo(ErrorCode.INVALID_JSON))
                .hasMessageContaining("not JSON at byte");
    }

    @Test
    @Tag("B04")
    void noDepthOfNestingHurts() {
        String deep = "[".repeat(3_000_000) + "]".repeat(3_000_000);
        String mixed = "{\"a\":[".repeat(100_000) + "]}".repeat(100_000);

        assertThat(elements("[" + deep + "," + mixed + "]")).containsExactly(deep, mixed);
        assertThatThrownBy(() -> elements("[" + deep)).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> elements("[" + mixed.replace("]}".repeat(50), "}]".repeat(50)) + "]"))
                .isInstanceOf(RefusedException.class);
    }

    @Test
    void tooManyRecordsAreRefusedBeforeTheTablesGrow() {
        assertThatThrownBy(() -> elements("[" + "1,".repeat(1_000_000) + "1]"))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.problem().code()).isEqualTo(ErrorCode.PAYLOAD_TOO_LARGE));
    }

    /// Jackson reads the same arrays, and tells the same elements apart, as this scanner does.
    @Test
    void agreesWithAnotherParserOnDamagedArrays() {
        long seed = System.nanoTime();
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int i = 0; i < 50_000; i++) {
            StringBuilder json = new StringBuilder("[");
            int size = random.nextInt(4);
            for (int element = 0; element < size; element++) {
                json.append(element == 0 ? "" : ",");
                appendValue(json, random, 3);
            }
            json.append(']');
            if (random.nextInt(4) != 0) {
                damage(json, random);
            }
            byte[] body = bytes(json.toString());
            if (!JsonText.isArray(body)) {
                continue;
            }

            assertThat(mine(body)).as("seed %d, %s", seed, json).isEqualTo(oracle(body));
        }
    }

    private static @Nullable List<String> mine(byte[] body) {
        try {
            return texts(JsonText.elements(body), body);
        } catch (RefusedException e) {
            return null;
        }
    }

    private static @Nullable List<String> oracle(byte[] body) {
        try (JsonParser parser = ORACLE.createParser(body)) {
            List<String> elements = new ArrayList<>();
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (parser.currentToken() == null) {
                    return null;
                }
                int start = (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                parser.finishToken();
                int end = (int) parser.currentLocation().getByteOffset();
                elements.add(new String(body, start, end - start, StandardCharsets.UTF_8));
            }
            return parser.nextToken() == null ? elements : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static void appendValue(StringBuilder json, RandomGenerator random, int depth) {
        switch (random.nextInt(depth == 0 ? 5 : 7)) {
            case 0 -> json.append("\"a\\n\\u00e9\\\\,]}\"");
            case 1 -> json.append("-12.5e-3");
            case 2 -> json.append(random.nextInt(100));
            case 3 -> json.append(random.nextBoolean() ? "true" : "null");
            case 4 -> json.append("\"\u00e9\ud83d\ude00\"");
            case 5 -> {
                json.append("[ ");
                int size = random.nextInt(3);
                for (int i = 0; i < size; i++) {
                    json.append(i == 0 ? "" : " ,");
                    appendValue(json, random, depth - 1);
                }
                json.append(']');
            }
            default -> {
                json.append('{');
                int size = random.nextInt(3);
                for (int i = 0; i < size; i++) {
                    json.append(i == 0 ? "\"" : ",\"").append(i).append("\" : ");
                    appendValue(json, random, depth - 1);
                }
                json.append("\n}");
            }
        }
    }

    private static void damage(StringBuilder json, RandomGenerator random) {
        String pieces = "[]{}\",:\\0e-.tn \u0001";
        int at = random.nextInt(json.length());
        switch (random.nextInt(3)) {
            case 0 -> json.deleteCharAt(at);
            case 1 -> json.insert(at, pieces.charAt(random.nextInt(pieces.length())));
            default -> json.setCharAt(at, pieces.charAt(random.nextInt(pieces.length())));
        }
    }
}
