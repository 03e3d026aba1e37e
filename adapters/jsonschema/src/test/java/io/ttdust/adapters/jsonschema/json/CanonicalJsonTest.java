package io.ttdust.adapters.jsonschema.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalJsonTest {

    /// The samples of RFC 8785, appendix B, that JSON can write.
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0, 0",
        "5e-324, 5e-324",
        "-5e-324, -5e-324",
        "1.7976931348623157e308, 1.7976931348623157e+308",
        "9007199254740992, 9007199254740992",
        "295147905179352830000, 295147905179352830000",
        "9.999999999999997e22, 9.999999999999997e+22",
        "1e23, 1e+23",
        "1.0000000000000001e23, 1.0000000000000001e+23",
        "999999999999999700000, 999999999999999700000",
        "999999999999999900000, 999999999999999900000",
        "1e21, 1e+21",
        "9.999999999999997e-7, 9.999999999999997e-7",
        "0.000001, 0.000001",
        "333333333.3333332, 333333333.3333332",
        "-0.0000033333333333333333, -0.0000033333333333333333",
        "1424953923781206.2, 1424953923781206.2",
        "4.50, 4.5",
        "2e-3, 0.002",
        "1E30, 1e+30",
        "100, 100",
        "1e2, 100"
    })
    void numbersAreLaidOutAsEcmaScriptDoes(String number, String canonical) {
        assertThat(CanonicalJson.of(Json.read(number))).isEqualTo(canonical);
    }

    @Test
    void numbersAreWrittenAsTheirDoublesAre() {
        long seed = 8_785L;
        Random random = new Random(seed);
        for (int run = 0; run < 20_000; run++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                String canonical = CanonicalJson.of(Json.read(Double.toString(value)));
                assertThat(Double.parseDouble(canonical))
                        .as("seed %d run %d", seed, run)
                        .isEqualTo(value);
                assertThat(digits(canonical)).isEqualTo(digits(Double.toString(value)));
            }
        }
    }

    @Test
    void differentIntegersBeyondTheDoublesDoNotCollide() {
        assertThat(fingerprint("{\"const\":9007199254740993}"))
                .isNotEqualTo(fingerprint("{\"const\":9007199254740992}"));
    }

    @Test
    void membersAreSortedByUtf16UnitsAndTextIsEscapedAsLittleAsPossible() {
        assertThat(CanonicalJson.of(Json.read("""
                {"\u20ac":"Euro Sign","\\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One",
                 "\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}""")))
                .isEqualTo("{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\","
                        + "\"\u00f6\":\"Latin Small Letter O With Diaeresis\",\"\u20ac\":\"Euro Sign\","
                        + "\"\ud83d\ude00\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");
        assertThat(CanonicalJson.of(Json.read("\"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\"")))
                .isEqualTo("\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"");
    }

    @Test
    void orderSpacesAndSpellingDoNotChangeAFingerprintAndMeaningDoes() {
        String one = fingerprint("{\"type\":\"object\",\"minProperties\":1}");

        assertThat(one).hasSize(64);
        assertThat(fingerprint("{ \"minProperties\": 1.0,\n\"\\u0074ype\": \"object\" }"))
                .isEqualTo(one);
        assertThat(fingerprint("{\"type\":\"object\",\"minProperties\":2}")).isNotEqualTo(one);
        assertThat(fingerprint("{\"enum\":[1,2]}")).isNotEqualTo(fingerprint("{\"enum\":[2,1]}"));
    }

    private static String fingerprint(String json) {
        return CanonicalJson.fingerprint(Json.read(json));
    }

    private static String digits(String number) {
        return number.replaceAll("[eE].*", "").replaceAll("[-.]", "").replaceAll("^0+|0+$", "");
    }
}
