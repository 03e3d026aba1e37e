package io.ttdust.bootstrap.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// In processes of their own, as each of them ends.
@Timeout(60)
@Tag("F06")
class ProcessEndTest {

    @TempDir
    Path folder;

    @Test
    void stopsInGoodOrderWithTheCodeThatSaysWhy() throws Exception {
        assertThat(exitCode(Duration.ZERO)).isEqualTo(3);
        assertThat(folder.resolve("stopped")).exists();
    }

    @Test
    void isCutOffWhereAStopHangs() throws Exception {
        assertThat(exitCode(Duration.ofDays(1))).isEqualTo(3);
        assertThat(folder.resolve("stopped")).doesNotExist();
    }

    private int exitCode(Duration stopTakes) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Broken.class.getName(),
                        stopTakes.toString(),
                        folder.resolve("stopped").toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(process.waitFor(40, TimeUnit.SECONDS)).as("ended").isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    /// A process that finds out at once that its log is broken, and whose stop takes its time.
    static final class Broken {

        private Broken() {}

        public static void main(String[] args) throws InterruptedException {
            Duration stopTakes = Duration.parse(args[0]);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                try {
                    Thread.sleep(stopTakes);
                    Files.createFile(Path.of(args[1]));
                } catch (InterruptedException | IOException e) {
                    throw new IllegalStateException(e);
                }
            }));
            ProcessEnd.begin(3, Duration.ZERO, Duration.ofSeconds(10));
            Thread.sleep(Duration.ofDays(1));
        }
    }
}
