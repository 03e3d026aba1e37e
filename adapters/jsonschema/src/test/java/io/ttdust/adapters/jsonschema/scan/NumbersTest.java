package io.ttdust.adapters.jsonschema.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("B05")
class NumbersTest {

    private final NumberScan number = new NumberScan();

    private void read(String text) {
        byte[] bytes = (text + " ").getBytes(StandardCharsets.US_ASCII);
        assertThat(number.readAny(bytes, 0, bytes.length)).as(text).isEqualTo(text.length());
    }

    @Test
    void everySpellingIsComparedAndDividedAsItsExactValue() {
        long seed = 4_711L;
        Random random = new Random(seed);
        for (int run = 0; run < 30_000; run++) {
            String text = spelled(random);
            BigDecimal value = new BigDecimal(text);
            BigDecimal other = random.nextInt(4) == 0 ? value : new BigDecimal(spelled(random));
            read(text);

            assertThat(number.isInteger())
                    .as("seed %d: %s", seed, text)
                    .isEqualTo(value.signum() == 0 || value.stripTrailingZeros().scale() <= 0);
            assertThat(new Decimal(other).compareFrom(number))
                    .as("seed %d: %s with %s", seed, text, other)
                    .isEqualTo(value.compareTo(other));
            if (other.signum() != 0) {
                assertThat(new Divisor(other.abs()).divides(number))
                        .as("seed %d: %s by %s", seed, text, other)
                        .isEqualTo(value.remainder(other.abs()).signum() == 0);
            }
        }
    }

    private static String spelled(Random random) {
        StringBuilder text = new StringBuilder(random.nextInt(3) == 0 ? "-" : "");
        int whole = random.nextInt(5) == 0 ? 0 : random.nextInt(random.nextInt(8) == 0 ? 60 : 6);
        text.append(whole == 0 ? 0 : 1 + random.nextInt(9));
        for (int i = 1; i < whole; i++) {
            text.append(random.nextInt(3) == 0 ? 0 : random.nextInt(10));
        }
        if (random.nextInt(3) == 0) {
            text.append('.');
            for (int i = random.nextInt(random.nextInt(8) == 0 ? 40 : 5); i >= 0; i--) {
                text.append(random.nextInt(2) == 0 ? 0 : random.nextInt(10));
            }
        }
        if (random.nextInt(4) == 0) {
            text.append(random.nextBoolean() ? 'e' : 'E')
                    .append(random.nextBoolean() ? "+" : "-")
                    .append(random.nextInt(40));
        }
        return text.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "9007199254740993, 9007199254740992, 1",
        "9223372036854775808, 9223372036854775807, 1",
        "1e400, 1e399, 1",
        "-1e400, -1e399, -1",
        "0.1, 0.1000000000000000055511151231257827, -1",
        "0e99999999999999999999, 0, 0",
        "-0.0, 0, 0",
        "1e99999999999999999999, 1e500, 1",
        "1e-99999999999999999999, 1e-500, -1",
        "1.000000000000000000000000000000000000, 1, 0"
    })
    void whatNoDoubleHoldsIsTold(String text, String bound, int order) {
        read(text);

        assertThat(new Decimal(new BigDecimal(bound)).compareFrom(number)).isEqualTo(order);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "3", "0.01", "7", "3000000019", "123456789012345678901", "1e-400"})
    void aMillionDigitsAreJudgedInLinearTime(String divisor) {
        String digits = "9".repeat(1_000_000);
        read(digits);
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        boolean divides = new Divisor(new BigDecimal(divisor)).divides(number);
        int order = new Decimal(new BigDecimal("1e1000000")).compareFrom(number);

        assertThat((ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / 1_000_000)
                .isLessThan(1_000);
        assertThat(order).isEqualTo(-1);
        assertThat(divides).isEqualTo(Set.of("1", "3", "0.01", "1e-400").contains(divisor));
    }

    @Test
    void exponentsAreNeverWrittenOut() {
        read("1e1000000000000");

        assertThat(new Divisor(new BigDecimal("7")).divides(number)).isFalse();
        assertThat(new Divisor(new BigDecimal("8")).divides(number)).isTrue();
        assertThat(new Divisor(new BigDecimal("3000000019")).divides(number)).isFalse();
        assertThat(number.isInteger()).isTrue();
    }
}
