package io.ttdust.adapters.jsonschema.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextFormatTest {

    private static final Map<String, List<String>> EXAMPLES = Map.of(
            "date-time",
                    List.of("2025-01-15T10:30:00Z", "2024-02-29T23:59:59.123456789+05:30", "1900-02-28T00:00:00-17:59"),
            "date", List.of("2025-01-15", "2024-02-29", "9999-12-31", "0001-01-01"),
            "time", List.of("10:30:00Z", "23:59:59.5-01:30", "00:00:00+17:59"),
            "ipv4", List.of("192.0.2.1", "255.255.255.255", "0.0.0.0"),
            "hostname", List.of("www.example.com", "a-b.c", "x"),
            "email", List.of("user@example.com", "a.b+c@mail.example.org", "x_{y}~!@a-b.io"),
            "idn-email", List.of("user@example.com", "a'b@c.de"),
            "uri", List.of("https://example.com/a/b?c=d&e=%20#f", "http://example.com:8080", "https://a.b?x"),
            "iri", List.of("https://example.com/a/(b)?c=d;e", "http://e#f?g"),
            "uuid", List.of("123e4567-e89b-12d3-a456-426614174000", "123E4567-E89B-12D3-A456-426614174000"));

    private static boolean surely(TextFormat format, String text) {
        byte[] bytes = ("x" + text + "\"").getBytes(StandardCharsets.US_ASCII);
        return format.surelyHolds(bytes, 1, 1 + text.length());
    }

    @Test
    void theUsualSpellingsAreSeenOnTheBytesAlone() {
        EXAMPLES.forEach((name, examples) -> assertThat(examples)
                .as(name)
                .allSatisfy(example -> assertThat(surely(TextFormat.of(name), example))
                        .as(example)
                        .isTrue()));
    }

    @Test
    void nothingIsSurelyOfAFormatThatTheLibraryRefuses() {
        long seed = 20_261_121L;
        Random random = new Random(seed);
        String alphabet = "0123456789-:.TtZz+ @/abcxyzAZ%#?[]{}'!_~\u007f";
        EXAMPLES.forEach((name, examples) -> {
            TextFormat format = TextFormat.of(name);
            int sure = 0;
            for (int run = 0; run < 20_000; run++) {
                StringBuilder text = new StringBuilder(examples.get(random.nextInt(examples.size())));
                for (int edits = random.nextInt(4); edits > 0 && !text.isEmpty(); edits--) {
                    int at = random.nextInt(text.length());
                    char other = alphabet.charAt(random.nextInt(alphabet.length()));
                    switch (random.nextInt(3)) {
                        case 0 -> text.setCharAt(at, other);
                        case 1 -> text.insert(at, other);
                        default -> text.deleteCharAt(at);
                    }
                }
                if (surely(format, text.toString())) {
                    sure++;
                    assertThat(format.holds(text.toString()))
                            .as("seed %d: %s '%s'", seed, name, text)
                            .isTrue();
                }
            }
            assertThat(sure).as(name).isBetween(3_000, 19_000);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "date-time, 2025-02-29T10:30:00Z",
        "date-time, 2025-01-15T10:30:60Z",
        "date-time, 2025-01-15T10:30:00-00:00",
        "date-time, 2025-01-15T10:30:00.Z",
        "date-time, 2025-01-15T10:30:00",
        "date, 2025-00-10",
        "date, 2025-1-10",
        "time, 24:00:00Z",
        "ipv4, 1.2.3.04",
        "ipv4, 1.2.3.256",
        "hostname, -a",
        "hostname, a..b",
        "email, a@b",
        "email, .a@example.com",
        "email, a@example.notatopleveldomain",
        "uri, https://",
        "uri, https://a/%4",
        "uri, https://a/#b#c",
        "uuid, 123e4567-e89b-12d3-a456-42661417400g"
    })
    void whatIsNotSurelyOfAFormatIsLeftToTheLibrary(String name, String text) {
        assertThat(surely(TextFormat.of(name), text)).isFalse();
    }
}
