package io.ttdust.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final StringWriter written = new StringWriter();
    private final AtomicLong nanos = new AtomicLong();

    @Test
    void printsALinePerFifthWhereNobodyWatches() {
        try (Progress progress = progress(false)) {
            for (int done = 0; done <= 1_000; done++) {
                nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
                progress.reached(done);
            }
        }

        assertThat(written.toString().lines())
                .hasSize(5)
                .first()
                .isEqualTo("  [######------------------------]  20 %  200 of 1 000 records, 995/s");
        assertThat(written.toString().lines().toList().getLast())
                .isEqualTo("  [##############################] 100 %  1 000 of 1 000 records, 999/s");
    }

    @Test
    void movesOneLineTenTimesASecondWhereSomebodyWatches() {
        try (Progress progress = progress(true)) {
            for (int done = 0; done < 1_000; done++) {
                nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
                progress.reached(done);
            }
        }

        assertThat(written.toString().split("\r", -1)).hasSize(1 + 10 + 1);
        assertThat(written.toString()).endsWith(System.lineSeparator());
    }

    @Test
    void setsThousandsApart() {
        assertThat(Figures.grouped(1_234_567)).isEqualTo("1 234 567");
        assertThat(Figures.grouped(999)).isEqualTo("999");
    }

    private Progress progress(boolean watched) {
        return new Progress(new Terminal(new PrintWriter(written, true), watched), 1_000, "records", nanos::get);
    }
}
