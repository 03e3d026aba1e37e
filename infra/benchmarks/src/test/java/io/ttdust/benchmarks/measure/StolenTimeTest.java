package io.ttdust.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StolenTimeTest {

    @TempDir
    Path directory;

    @Test
    void isTheShareOfAllTimeThatPassed() throws IOException {
        Path statistics = directory.resolve("stat");
        Files.writeString(statistics, "cpu  100 0 50 800 10 0 5 35 20 0\ncpu0 1 2 3 4 5 6 7 8 9 0\n");
        StolenTime stolen = StolenTime.from(statistics);

        Files.writeString(statistics, "cpu  150 0 60 820 10 0 5 55 60 0\n");

        assertThat(stolen.percent()).hasValueCloseTo(20.0, within(1e-9));
    }

    @Test
    void isNothingBeforeTimeHasPassed() throws IOException {
        Path statistics = Files.writeString(directory.resolve("stat"), "cpu  100 0 50 800 10 0 5 35 20 0\n");

        assertThat(StolenTime.from(statistics).percent()).hasValue(0.0);
    }

    @Test
    void isUnknownWhereTheSystemHasNoSuchFile() {
        assertThat(StolenTime.from(directory.resolve("stat")).percent()).isEmpty();
    }

    @Test
    void isUnknownWhereTheSystemCountsLess() throws IOException {
        Path statistics = Files.writeString(directory.resolve("stat"), "cpu  100 0 50 800\n");

        assertThat(StolenTime.from(statistics).percent()).isEmpty();
    }
}
