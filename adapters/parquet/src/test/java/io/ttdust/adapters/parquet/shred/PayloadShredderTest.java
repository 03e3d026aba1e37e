package io.ttdust.adapters.parquet.shred;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.ttdust.adapters.parquet.layout.Layout;
import io.ttdust.adapters.parquet.layout.LayoutCompiler;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadShredderTest {

    private static final Layout LAYOUT = LayoutCompiler.compile("""
            {"properties":{"s":{"type":"string"},"i":{"type":"integer"},"d":{"type":"number"},"\\"":{"type":"integer"},
              "u":{"type":"string","format":"uuid"},
              "o":{"type":"object","properties":{"x":{"type":"integer"},"y":{"type":"boolean"}}}}}""");

    private static final JsonFactory JACKSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(512).build())
            .build();

    private final TypedRows rows = new TypedRows(LAYOUT);
    private final PayloadShredder shredder = new PayloadShredder(LAYOUT, rows);

    /// What became of `payload`: level and value of each column, then the pointers.
    private List<String> shred(byte[] payload) {
        rows.clear();
        shredder.add(payload, 0, payload.length);
        List<String> found = new ArrayList<>();
        LAYOUT.leaves().forEach(leaf -> {
            byte level = rows.levels(leaf.leaf())[0];
            long value = rows.values(leaf.leaf())[0];
            found.add(
                    level < leaf.level()
                            ? "-" + level
                            : switch (leaf.kind()) {
                                case STRING -> text(payload, value);
                                case DOUBLE -> Double.toString(Double.longBitsToDouble(value));
                                default -> Long.toString(value);
                            });
        });
        found.addAll(untyped());
        return found;
    }

    private List<String> shred(String payload) {
        return shred(payload.getBytes(StandardCharsets.UTF_8));
    }

    private String text(byte[] payload, long place) {
        int start = (int) (place >> 32);
        return start >= 0
                ? new String(payload, start, (int) place, StandardCharsets.UTF_8)
                : new String(rows.scratch(), -1 - start, (int) place, StandardCharsets.UTF_8);
    }

    private List<String> untyped() {
        List<String> pointers = new ArrayList<>();
        for (int i = 0; i < rows.untypedEnd(0); i++) {
            pointers.add(rows.untyped(i).toStringUsingUTF8());
        }
        return pointers;
    }

    @Test
    void nullAndMissingAreNullAndNotUntyped() {
        assertThat(shred("{}")).containsExactly("-0", "-0", "-0", "-0", "-0", "-0", "-0");
        assertThat(shred("{\"s\":null,\"i\":null,\"u\":null,\"o\":null}"))
                .containsExactly("-0", "-0", "-0", "-0", "-0", "-0", "-0");
        assertThat(shred("{\"o\":{}}")).containsExactly("-0", "-0", "-0", "-0", "-0", "-1", "-1");
        assertThat(shred("{\"o\":{\"y\":null}}")).containsExactly("-0", "-0", "-0", "-0", "-0", "-1", "-1");
    }

    @Test
    void namesAreFoundHoweverTheyAreSpelled() {
        assertThat(shred("{\"\\u0073\":\"a\",\"\\\"\":7,\"\\u006f\":{\"\\u0079\":true}}"))
                .containsExactly("a", "-0", "-0", "7", "-0", "-1", "1");
        assertThat(shred("{\"s\\u0000\":\"a\",\"\\ud800\":1,\"S\":\"a\",\"ss\":\"a\",\"\":1}"))
                .containsExactly("-0", "-0", "-0", "-0", "-0", "-0", "-0");
    }

    @Test
    void ofMembersOfOneNameTheLastCounts() {
        assertThat(shred("{\"i\":1,\"i\":2,\"s\":\"a\",\"s\":null,\"o\":{\"x\":1},\"o\":{\"y\":true}}"))
                .containsExactly("-0", "2", "-0", "-0", "-0", "-1", "1");
    }

    @Test
    void halfOfASurrogatePairIsNoText() {
        assertThat(shred("{\"s\":\"\\ud834\",\"i\":1}")).containsExactly("-0", "1", "-0", "-0", "-0", "-0", "-0", "/s");
        assertThat(shred("{\"s\":\"\\udd1e\\ud834\"}")).endsWith("/s");
        assertThat(shred("{\"s\":\"\\ud834\\u0041\"}")).endsWith("/s");
        assertThat(shred(new byte[] {'{', '"', 's', '"', ':', '"', (byte) 0xC0, (byte) 0x80, '"', '}'}))
                .endsWith("/s");
    }

    @Test
    @Tag("B05")
    void aLongExponentIsMadeUpForByNoFraction() {
        String small = "0." + "0".repeat(1_000_004) + "1e";

        assertThat(shred("{\"d\":" + small + "1000005}")).element(2).isEqualTo("1.0");
        assertThat(shred("{\"d\":" + small + "1500000}")).endsWith("/d");
        assertThat(shred("{\"d\":" + small + "-1500000}")).element(2).isEqualTo("0.0");
        assertThat(shred("{\"i\":" + small + "1500000}")).endsWith("/i");
    }

    @Test
    @Tag("B05")
    void numbersOfAMegabyteTakeLinearTime() {
        for (String number : List.of(
                "7".repeat(1 << 20),
                "0." + "7".repeat(1 << 20),
                "7e-" + "9".repeat(1 << 20),
                "1." + "0".repeat(1 << 20))) {
            for (String member : List.of("i", "d", "s")) {
                long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                shred("{\"%s\":%s}".formatted(member, number));
                assertThat((ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / 1_000_000)
                        .as("%s: %s, in ms of CPU", member, number.substring(0, 10))
                        .isLessThan(1_000);
            }
        }
    }

    @Test
    @Tag("B05")
    void integersAreExactOrNotThere() {
        assertThat(shred("{\"i\":9007199254740993}")).element(1).isEqualTo("9007199254740993");
        assertThat(shred("{\"i\":-9223372036854775808}")).element(1).isEqualTo("-9223372036854775808");
        assertThat(shred("{\"i\":9223372036854775807.000}")).element(1).isEqualTo("9223372036854775807");
        assertThat(shred("{\"i\":0.9223372036854775807e19}")).element(1).isEqualTo("9223372036854775807");
        assertThat(shred("{\"i\":1e3}")).element(1).isEqualTo("1000");
        assertThat(shred("{\"i\":-0.0}")).element(1).isEqualTo("0");
        assertThat(shred("{\"i\":0e99999999999}")).element(1).isEqualTo("0");
        for (String beyond : List.of(
                "9223372036854775808",
                "-9223372036854775809",
                "0.5",
                "1e19",
                "1e99999999999",
                "1e-99999999999",
                "1.00000000000000000001",
                "1" + "0".repeat(100_000),
                "0." + "0".repeat(100_000) + "1")) {
            assertThat(shred("{\"i\":" + beyond + "}"))
                    .as(beyond)
                    .endsWith("/i")
                    .element(1)
                    .isEqualTo("-0");
        }
    }

    @Test
    @Tag("B05")
    void doublesAreTheNearest() {
        Random random = new Random(5);
        for (int i = 0; i < 10_000; i++) {
            String number = switch (i % 4) {
                case 0 -> Double.toString(Double.longBitsToDouble(random.nextLong() & 0x7FDF_FFFF_FFFF_FFFFL));
                case 1 -> "%d.%d".formatted(random.nextInt(100_000), random.nextInt(1_000_000));
                case 2 -> "%de%d".formatted(random.nextLong() >> random.nextInt(63), random.nextInt(50) - 25);
                default -> "-%d.%04de-%d".formatted(random.nextInt(1000), random.nextInt(9999), random.nextInt(9));
            };
            assertThat(shred("{\"d\":" + number + "}"))
                    .element(2)
                    .isEqualTo(Double.toString(Double.parseDouble(number)));
        }
        assertThat(shred("{\"d\":-0.0}")).element(2).isEqualTo("-0.0");
        assertThat(shred("{\"d\":1e400}")).endsWith("/d");
        assertThat(shred("{\"d\":" + "9".repeat(400) + "}")).endsWith("/d");
    }

    @Test
    void manyRowsKeepTheirOwnValues() {
        rows.clear();
        for (int i = 0; i < TypedRows.ROWS_MAX; i++) {
            byte[] payload = (i % 3 == 0 ? "{\"s\":1}" : "{\"i\":%d}".formatted(i)).getBytes(StandardCharsets.UTF_8);
            shredder.add(payload, 0, payload.length);
        }
        for (int i = 0; i < TypedRows.ROWS_MAX; i++) {
            assertThat(rows.levels(1)[i]).isEqualTo((byte) (i % 3 == 0 ? 0 : 1));
            assertThat(rows.untypedEnd(i)).isEqualTo(i / 3 + 1);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void whatIsNoJsonIsOneUntypedWhole(long seed) {
        Random random = new Random(seed);
        String alphabet = "{}[]\":,0123456789.-+eEtrufalsn \\/b\t\n\u0001x";
        for (int i = 0; i < 10_000; i++) {
            StringBuilder json = new StringBuilder(
                    "{\"s\":\"a\\u00e4\\n\", \"i\":-12.5e+3,\"z\":[1,{\"q\":null},true,[]],\"o\":{\"x\":0,\"y\":false}} ");
            for (int k = random.nextInt(4); k > 0; k--) {
                int at = random.nextInt(json.length());
                char c = alphabet.charAt(random.nextInt(alphabet.length()));
                switch (random.nextInt(3)) {
                    case 0 -> json.setCharAt(at, c);
                    case 1 -> json.insert(at, c);
                    default -> json.deleteCharAt(at);
                }
            }
            assertThat(shred(json.toString()).getLast().isEmpty())
                    .as("seed %d: %s", seed, json)
                    .isEqualTo(!isJsonObject(json.toString()));
        }
    }

    private static boolean isJsonObject(String text) {
        try (JsonParser parser = JACKSON.createParser(text.getBytes(StandardCharsets.UTF_8))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            int depth = 1;
            while (depth > 0) {
                JsonToken token = parser.nextToken();
                parser.getText();
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            }
            return parser.nextToken() == null;
        } catch (IOException _) {
            return false;
        }
    }

    @Test
    void veryDeepJsonIsNotFollowed() {
        assertThat(shred("{\"z\":" + "[".repeat(1_000_000))).endsWith("");
        assertThat(shred("{\"z\":" + "[".repeat(500) + "]".repeat(500) + ",\"i\":1}"))
                .element(1)
                .isEqualTo("1");
    }

    @Test
    void wellFormedUtf8IsToldFromOther() {
        Random random = new Random(3);
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = new byte[1 + random.nextInt(6)];
            for (int k = 0; k < bytes.length; k++) {
                int[] edges = {
                    0x7F, 0x80, 0xBF, 0xC0, 0xC2, 0xDF, 0xE0, 0x9F, 0xA0, 0xED, 0xEF, 0xF0, 0x8F, 0x90, 0xF4, 0xF5
                };
                bytes[k] = (byte) (random.nextInt(4) == 0 ? random.nextInt(256) : edges[random.nextInt(edges.length)]);
            }
            boolean wellFormed;
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
                wellFormed = true;
            } catch (CharacterCodingException _) {
                wellFormed = false;
            }
            assertThat(Text.isUtf8(bytes, 0, bytes.length)).as("%s", bytes).isEqualTo(wellFormed);
        }
    }
}
