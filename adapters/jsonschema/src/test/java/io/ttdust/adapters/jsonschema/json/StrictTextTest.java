package io.ttdust.adapters.jsonschema.json;

import static io.ttdust.adapters.jsonschema.json.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.domain.problem.Violation;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("B04")
class StrictTextTest {

    @ParameterizedTest
    @CsvSource({
        "22c0af22, utf8", // overlong /
        "22c1bf22, utf8",
        "22e080af22, utf8",
        "22f08080af22, utf8",
        "22eda08022, utf8", // an encoded surrogate
        "22edbfbf22, utf8",
        "22eda0bdedb88022, utf8", // CESU-8
        "22f490808022, utf8", // beyond U+10FFFF
        "22f588808022, utf8",
        "22f8888080802200, utf8",
        "22fe22, utf8",
        "22ff22, utf8",
        "228022, utf8",
        "22c322, utf8",
        "22e28222, utf8",
        "22f09f9822, utf8",
        "22c3, utf8",
        "7b22c0af223a317d, utf8",
        "225c756438303022, surrogate", // \ud800
        "225c75644330305c756438303022, surrogate", // the pair the wrong way round
        "225c75643833645c6e22, surrogate",
        "225c75643833645c753030343122, surrogate",
        "7b225c7564383030223a317d, surrogate",
        "efbbbf7b7d, json", // byte order marks
        "fffe7b007d00, json",
        "feff007b007d, json",
        "7b007d00, json", // UTF-16 and UTF-32 without one
        "007b007d, json",
        "7b0000007d000000, json",
        "5be5, json"
    })
    void bytesThatAreNotUtf8AreRefused(String hex, String keyword) {
        Violation violation = refusal(HexFormat.of().parseHex(hex));

        assertThat(violation).isNotNull().extracting(Violation::keyword).isEqualTo(keyword);
    }

    @Test
    void everySequenceOfUpToFourBytesIsJudgedAsTheJdkJudgesIt() {
        int[] thirds = {0x22, 0x7f, 0x80, 0xbf, 0xc0};
        int[] fourths = {0x61, 0x80, 0xc0};
        List<String> wrong = new ArrayList<>();
        for (int first = 0x80; first <= 0xff; first++) {
            for (int second = 0; second <= 0xff; second++) {
                for (int third : thirds) {
                    for (int fourth : fourths) {
                        byte[] text = {'"', (byte) first, (byte) second, (byte) third, (byte) fourth, '"'};
                        boolean control = second < ' ' || third < ' ';
                        boolean quoted = second == '"' || second == '\\' || third == '"';
                        boolean expected = !control && !quoted && isUtf8(text);
                        if ((refusal(text) == null) != expected) {
                            wrong.add(HexFormat.of().formatHex(text));
                        }
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
