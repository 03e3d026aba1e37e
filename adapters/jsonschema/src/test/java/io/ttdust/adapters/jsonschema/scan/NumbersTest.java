package io.ttdust.adapters.jsonschema.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
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
        assertThat(number.read(bytes, 0, bytes.length)).as(text).isEqualTo(text.length());
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

    @Test
    void longNumbersAreComparedAndDividedAsTheirExactValues() {
        long seed = 815L;
        Random random = new Random(seed);
        int divided = 0;
        for (int run = 0; run < 3_000; run++) {
            BigDecimal bound = new BigDecimal(spelled(random));
            String text = random.nextInt(3) == 0
                    ? near(bound, random)
                    : longSpelled(bound.signum() == 0 ? BigDecimal.ONE : bound.abs(), random);
            BigDecimal value = new BigDecimal(text);
            read(text);

            assertThat(number.isInteger())
                    .as("seed %d: %s", seed, text)
                    .isEqualTo(value.signum() == 0 || value.stripTrailingZeros().scale() <= 0);
            assertThat(new Decimal(bound).compareFrom(number))
                    .as("seed %d: %s with %s", seed, text, bound)
                    .isEqualTo(value.compareTo(bound));
            if (bound.signum() != 0) {
                boolean divides = new Divisor(bound.abs()).divides(number);
                divided += divides ? 1 : 0;
                assertThat(divides)
                        .as("seed %d: %s by %s", seed, text, bound)
                        .isEqualTo(value.remainder(bound.abs()).signum() == 0);
            }
        }
        assertThat(divided).isBetween(300, 2_700);
    }

    /// A spelling of `bound`, perhaps with a small difference far behind.
    private static String near(BigDecimal bound, Random random) {
        String plain = bound.toPlainString();
        return plain
                + (plain.indexOf('.') < 0 ? "." : "")
                + "0".repeat(500 + random.nextInt(2_000))
                + random.nextInt(2);
    }

    /// Some thousand digits, now and then of a multiple of `divisor`.
    private static String longSpelled(BigDecimal divisor, Random random) {
        BigDecimal value = new BigDecimal(new BigInteger(2_000 + random.nextInt(8_000), random), random.nextInt(3_000));
        return switch (random.nextInt(3)) {
            case 0 -> value.setScale(0, RoundingMode.FLOOR).multiply(divisor).toPlainString();
            case 1 -> value.toPlainString();
            default -> value.unscaledValue() + "e" + (random.nextInt(4_000) - 2_000);
        };
    }

    @Test
    void spellingsAreEqualExactlyWhenTheirValuesAre() {
        long seed = 2_112L;
        Random random = new Random(seed);
        for (int run = 0; run < 20_000; run++) {
            String one = zerosMoved(random.nextInt(4) - 1, random.nextLong(3) - 1, random);
            String other = zerosMoved(random.nextInt(4) - 1, random.nextLong(3) - 1, random);

            assertThat(equalityText(one).equals(equalityText(other)))
                    .as("seed %d: %s and %s", seed, one, other)
                    .isEqualTo(new BigDecimal(shortened(one)).compareTo(new BigDecimal(shortened(other))) == 0);
        }
    }

    /// A number around 10^10^12, where exponents stop to be kept as such, or its inverse; digits before or
    /// behind the point are made up for by the exponent.
    private static String zerosMoved(int zeros, long beside, Random random) {
        boolean down = random.nextInt(4) == 0;
        long power = LARGE + beside;
        String lead = random.nextInt(4) == 0 ? "000" : "";
        return zeros >= 0
                ? "1%se%s%s%d"
                        .formatted("0".repeat(zeros), down ? "-" : "+", lead, down ? power + zeros : power - zeros)
                : "0.1e%s%s%d".formatted(down ? "-" : "", lead, down ? power - 1 : power + 1);
    }

    private static final long LARGE = 1_000_000_000_000L;

    /// The same with an exponent nearer to 0, which [BigDecimal] takes.
    private static String shortened(String text) {
        int exponent = text.indexOf('e') + 1;
        long power = Long.parseLong(text.substring(exponent));
        return text.substring(0, exponent) + (power - Long.signum(power) * (LARGE - 1_000_000));
    }

    private static String equalityText(String number) {
        byte[] bytes = (number + " ").getBytes(StandardCharsets.US_ASCII);
        return EqualityText.of(bytes, 0, bytes.length);
    }

    @Test
    void exponentsOfAnyLengthAreToldApart() {
        String nines = "9".repeat(10_000);
        String thousand = "1" + "0".repeat(10_000);

        assertThat(equalityText("10e" + nines))
                .isEqualTo(equalityText("1e" + thousand))
                .isEqualTo("1e" + thousand);
        assertThat(equalityText("0.1e-" + nines)).isEqualTo(equalityText("1e-" + thousand));
        assertThat(equalityText("1e" + nines)).isNotEqualTo(equalityText("1e" + thousand));
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
