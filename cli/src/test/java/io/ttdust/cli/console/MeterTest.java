package io.ttdust.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MeterTest {

    private final StringWriter printed = new StringWriter();
    private long now = TimeUnit.SECONDS.toNanos(7);

    @Test
    void saysHowFarItIsAndHowLongItStillTakes() {
        Meter meter = meter(10_000_000, true);
        now += TimeUnit.SECONDS.toNanos(2);

        meter.reached(1_000, 5_000_000);

        assertThat(printed.toString()).endsWith("   50 %  1 000 records, 5.0 MB, 500 records/s, 2 s left");
    }

    @Test
    void saysWhatIsKnownOfWhatHasNoKnownEnd() {
        Meter meter = meter(Meter.UNKNOWN, true);
        now += TimeUnit.SECONDS.toNanos(4);

        meter.reached(1_000, 2_500_000);

        assertThat(printed.toString()).endsWith("  1 000 records, 2.5 MB, 250 records/s");
    }

    @Test
    void drawsFiveTimesASecondAtMostAndTakesItsLineAwayInTheEnd() {
        Meter meter = meter(Meter.UNKNOWN, true);
        for (int i = 0; i < 1_000; i++) {
            now += TimeUnit.MILLISECONDS.toNanos(1);
            meter.reached(i, i);
        }
        meter.close();

        assertThat(printed.toString().chars().filter(c -> c == '\r')).hasSizeBetween(4, 7);
        assertThat(printed.toString()).endsWith("\r\u001b[K");
    }

    @Test
    void isSilentWhereNobodyWatches() {
        Meter meter = meter(100, false);
        now += TimeUnit.SECONDS.toNanos(1);
        meter.reached(1, 100);
        meter.close();

        assertThat(printed.toString()).isEmpty();
    }

    private Meter meter(long total, boolean watched) {
        return new Meter(new Terminal(new PrintWriter(printed, true), watched), total, () -> now);
    }
}
