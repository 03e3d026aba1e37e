package io.ttdust.benchmarks.floor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyncProbeTest {

    @TempDir
    private Path directory = Path.of("");

    @Test
    void aGrowingFileStartsEmptyAndHoldsWhatWasWritten() throws IOException {
        try (SyncProbe probe = SyncProbe.open(directory, WritePattern.GROWING, 1024)) {
            probe.run(Duration.ofMillis(20));
            SyncedWrites writes = probe.run(Duration.ofMillis(20));

            assertThat(writes.latencies().count()).isGreaterThanOrEqualTo(5);
            assertThat(Files.size(onlyFile())).isEqualTo(writes.bytes());
        }
    }

    @Test
    void aRewrittenFileKeepsItsLength() throws IOException {
        try (SyncProbe probe = SyncProbe.open(directory, WritePattern.REWRITTEN, 1 << 20)) {
            long before = Files.size(onlyFile());

            SyncedWrites writes = probe.run(Duration.ofMillis(200));

            assertThat(Files.size(onlyFile())).isEqualTo(before);
            assertThat(writes.bytes()).isEqualTo((long) writes.latencies().count() << 20);
            assertThat(writes.mbPerSecond()).isPositive();
        }
    }

    @Test
    void removesItsFile() throws IOException {
        SyncProbe.open(directory, WritePattern.GROWING, 1024).close();

        assertThat(directory).isEmptyDirectory();
    }

    private Path onlyFile() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList().getFirst();
        }
    }
}
