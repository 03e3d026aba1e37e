package io.ttdust.adapters.jsonschema.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class WordsTest {

    private static boolean isSpecial(int b) {
        return b < ' ' || b == '"' || b == '\\' || b >= 0x80;
    }

    @Test
    void theFirstSpecialByteIsFoundWhateverSurroundsIt() {
        long seed = 31L;
        Random random = new Random(seed);
        byte[] bytes = new byte[Long.BYTES];
        for (int place = 0; place < Long.BYTES; place++) {
            for (int value = 0; value < 256; value++) {
                for (int run = 0; run < 50; run++) {
                    random.nextBytes(bytes);
                    for (int i = 0; i < place; i++) {
                        bytes[i] = (byte) " !#[]~\u007fa".charAt(random.nextInt(8));
                    }
                    bytes[place] = (byte) value;
                    long special = Words.special(Words.at(bytes, 0));
                    int first = special == 0 ? Long.BYTES : Words.first(special);

                    assertThat(first == place)
                            .as("seed %d, byte %d at %d", seed, value, place)
                            .isEqualTo(isSpecial(value));
                    assertThat(first).isGreaterThanOrEqualTo(place);
                }
            }
        }
    }

    @Test
    void theBytesNearTheEndOfAnArrayAreReadOneByOne() {
        byte[] bytes = {1, 2, 3, 4, 5, 6, 7, 8, 9};
        for (int length = 0; length < Long.BYTES; length++) {
            for (int at = 0; at + length <= bytes.length; at++) {
                long expected = 0;
                for (int i = 0; i < length; i++) {
                    expected |= (long) bytes[at + i] << (Byte.SIZE * i);
                }
                assertThat(Words.at(bytes, at, length)).isEqualTo(expected);
            }
        }
    }
}
