package io.ttdust.adapters.rest.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.adapters.rest.Answer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class JsonWriterTest {

    private static String text(JsonWriter json) {
        return new String(json.toByteArray(), StandardCharsets.UTF_8);
    }

    @Test
    void commasStandBetweenMembersAndElementsOnly() {
        JsonWriter json = new JsonWriter(0)
                .beginObject()
                .name("a")
                .beginArray()
                .number(1)
                .beginArray()
                .endArray()
                .beginObject()
                .endObject()
                .string("x")
                .endArray()
                .name("b")
                .bool(true)
                .name("c")
                .stringOrNull(null)
                .name("d")
                .raw(ByteBuffer.wrap(new byte[] {'{', ' ', '}'}))
                .name("e")
                .strings(Map.of("k", "v"))
                .name("f")
                .bool(false)
                .endObject();

        assertThat(text(json))
                .isEqualTo("{\"a\":[1,[],{},\"x\"],\"b\":true,\"c\":null,\"d\":{ },\"e\":{\"k\":\"v\"},\"f\":false}");
    }

    @Test
    void numbersAreWrittenInFull() {
        long[] numbers = {0, 7, 10, 99, 100, Long.MAX_VALUE, -1, Long.MIN_VALUE};
        JsonWriter json = new JsonWriter(0).beginArray();
        for (long number : numbers) {
            json.number(number);
        }

        assertThat(text(json.endArray())).isEqualTo(Arrays.toString(numbers).replace(" ", ""));
    }

    @Test
    void anIdIsWrittenAsItsTextIs() {
        UUID uuid = UUID.fromString("019b76da-a8f0-7abc-8def-0123456789ab");

        assertThat(text(new JsonWriter(0).id("rec_", uuid))).isEqualTo("\"rec_" + uuid + "\"");
    }

    @Test
    void rawBytesLeaveTheirBufferWhereItWas() {
        ByteBuffer raw = ByteBuffer.wrap("xx{}".getBytes(StandardCharsets.UTF_8))
                .position(2)
                .asReadOnlyBuffer();

        assertThat(text(new JsonWriter(0).raw(raw))).isEqualTo("{}");
        assertThat(raw.position()).isEqualTo(2);
    }

    @Test
    void anyTextComesBackFromAnotherParser() {
        long seed = System.nanoTime();
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        String[] pieces = {
            "a",
            "\"",
            "\\",
            "/",
            "\n",
            "\u0000",
            "\u001f",
            "\u007f",
            "\u0080",
            "\u07ff",
            "\u0800",
            "\uffff",
            "\ud83d\ude00",
            "\udbff\udfff",
            "\u2028"
        };
        for (int i = 0; i < 20_000; i++) {
            StringBuilder built = new StringBuilder();
            int length = random.nextInt(12);
            for (int piece = 0; piece < length; piece++) {
                built.append(pieces[random.nextInt(pieces.length)]);
            }
            String text = built.toString();

            String json =
                    text(new JsonWriter(0).beginArray().string(text).string("").endArray());

            assertThat(Answer.parse(json)).as("seed %d", seed).isEqualTo(List.of(text, ""));
        }
    }

    @Test
    void halfASurrogatePairIsEscaped() {
        assertThat(text(new JsonWriter(0).string("\ud83d"))).isEqualTo("\"\\ud83d\"");
        assertThat(text(new JsonWriter(0).string("\ude00\ud83da"))).isEqualTo("\"\\ude00\\ud83da\"");
    }
}
