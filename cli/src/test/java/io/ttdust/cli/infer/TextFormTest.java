package io.ttdust.cli.infer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextFormTest {

    private static final long SEED = 20_261_121;

    private static final Map<TextForm, Verdicts> VERDICTS = Stream.of(TextForm.values())
            .collect(Collectors.toMap(
                    form -> form,
                    form -> Verdicts.of("{\"properties\":{\"t\":{\"format\":\"%s\"}}}".formatted(form.word()))));

    @ParameterizedTest
    @CsvSource({
        "DATE_TIME, 2026-01-31T10:30:00Z",
        "DATE_TIME, 2026-01-31T10:30:00.123456789+01:00",
        "DATE_TIME, 2024-02-29T23:59:59-11:30",
        "DATE, 2024-02-29",
        "DATE, 0001-01-01",
        "TIME, 10:30:00Z",
        "TIME, 00:00:00.5+17:59",
        "UUID, 0198c0de-1234-7abc-8def-0123456789AB",
        "IPV4, 0.10.199.255",
        "IPV6, 2001:db8::8a2e:370:7334",
        "IPV6, ::",
        "IPV6, ::1",
        "IPV6, fe80::",
        "IPV6, 1:2:3:4:5:6:7:8",
        "EMAIL, ada.lovelace+x@mail.example.com",
        "EMAIL, a@b.io",
        "URI, https://example.com",
        "URI, http://localhost:8080/a%20b/?q=1&r=a:b#top",
        "URI, s3://bucket/key/part-0001.parquet",
        "URI, wss://example.com/socket"
    })
    void recognisesTheUsualSpellingsWhichAServerAccepts(TextForm form, String text) {
        assertThat(form.holds(text)).isTrue();
        assertThat(accepted(form, text)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "DATE_TIME, 2026-01-31 10:30:00Z",
        "DATE_TIME, 2026-01-31T10:30:00",
        "DATE_TIME, 2026-01-31T24:00:00Z",
        "DATE, 2026-02-29",
        "DATE, 2026-13-01",
        "DATE, 2026/01/31",
        "TIME, 10:30:00",
        "TIME, 10:30Z",
        "UUID, 0198c0de12347abc8def0123456789AB",
        "IPV4, 256.1.1.1",
        "IPV4, 1.2.3",
        "IPV6, 1:2:3:4:5:6:7",
        "IPV6, 1::2::3",
        "IPV6, 10:30:00",
        "EMAIL, ada@localhost",
        "EMAIL, @example.com",
        "EMAIL, a..b@example.com",
        "URI, example.com/path",
        "URI, https://",
        "URI, 'https://example.com/a b'"
    })
    void leavesAnythingElseAlone(TextForm form, String text) {
        assertThat(form.holds(text)).isFalse();
    }

    /// Texts of the alphabet of their form, most of them nearly right.
    @Test
    void recognisesNothingThatAServerRefuses() {
        Random random = new Random(SEED);
        String[] beginnings = {
            "2026-01-31T10:30:00Z", "2024-02-29", "10:30:00.5+01:00", "0198c0de-1234-7abc-8def-0123456789ab",
            "10.0.0.255", "2001:db8::1:0", "a.b@mail.example.com", "https://a.example.com:80/b?c=%20#d"
        };
        int recognised = 0;
        for (int i = 0; i < 40_000; i++) {
            String text = altered(beginnings[random.nextInt(beginnings.length)], random);
            for (TextForm form : TextForm.values()) {
                if (form.holds(text)) {
                    recognised++;
                    assertThat(accepted(form, text))
                            .as("%s as %s, seed %d", text, form.word(), SEED)
                            .isTrue();
                }
            }
        }
        assertThat(recognised).isGreaterThan(5_000);
    }

    private static String altered(String text, Random random) {
        StringBuilder altered = new StringBuilder(text);
        for (int changes = 1 + random.nextInt(3); changes > 0 && !altered.isEmpty(); changes--) {
            int at = random.nextInt(altered.length());
            char other = random.nextBoolean()
                    ? text.charAt(random.nextInt(text.length()))
                    : "0123456789abcdefzT:.-+@/%#?~".charAt(random.nextInt(28));
            switch (random.nextInt(3)) {
                case 0 -> altered.setCharAt(at, other);
                case 1 -> altered.insert(at, other);
                default -> altered.deleteCharAt(at);
            }
        }
        return altered.toString();
    }

    private static boolean accepted(TextForm form, String text) {
        return Objects.requireNonNull(VERDICTS.get(form)).on("{\"t\":\"%s\"}".formatted(text)) == null;
    }
}
