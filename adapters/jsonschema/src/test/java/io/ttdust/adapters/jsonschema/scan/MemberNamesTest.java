package io.ttdust.adapters.jsonschema.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("B04")
class MemberNamesTest {

    private final MemberNames names = new MemberNames();
    private final StringScan strings = new StringScan();

    private boolean add(int object, byte[] bytes, int quote) {
        int from = quote + 1;
        int closing = strings.closingOfName(bytes, from, bytes.length);
        if (strings.isEscaped()) {
            return names.addDecoded(object, bytes, names.decode(bytes, from, closing));
        }
        return names.add(object, bytes, from, closing - from, strings.hash());
    }

    @Test
    void findsEveryNameThatComesTwiceInOneObjectAndNoOther() {
        long seed = 99L;
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        int[] quotes = new int[30_000];
        String[] decoded = new String[quotes.length];
        for (int i = 0; i < quotes.length; i++) {
            quotes[i] = text.length();
            int number = random.nextInt(20_000);
            boolean escaped = random.nextInt(4) == 0;
            decoded[i] = "n".repeat(number % 20) + number;
            text.append('"')
                    .append(escaped ? "\\u006e".repeat(number % 20) : "n".repeat(number % 20))
                    .append(number);
            text.append('"');
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
        for (int document = 0; document < 3; document++) {
            names.start();
            int[] objects = {names.open(), names.open()};
            Set<String> met = new HashSet<>();
            for (int i = 0; i < quotes.length; i++) {
                int which = i & 1;
                assertThat(add(objects[which], bytes, quotes[i]))
                        .as("seed %d, name %d", seed, i)
                        .isEqualTo(met.add(which + decoded[i]));
            }
        }
    }

    @Test
    void theSameFewNamesInManyObjectsDoNotCrowdTheTable() {
        byte[] bytes = "\"a\"\"b\"\"longer name\"".getBytes(StandardCharsets.US_ASCII);
        names.start();
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        for (int i = 0; i < 300_000; i++) {
            int object = names.open();
            assertThat(add(object, bytes, 0) && add(object, bytes, 3) && add(object, bytes, 6))
                    .isTrue();
        }

        assertThat((ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / 1_000_000)
                .isLessThan(3_000);
    }
}
