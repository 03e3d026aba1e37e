package io.ttdust.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerLogTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void givesTheLastEventOfThisRunOnly() throws IOException {
        Path file = Files.writeString(folder.resolve("log"), "{\"event\":\"log.statistics\",\"fsyncs\":1}\n");
        ServerLog log = ServerLog.beginning(file);

        assertThat(log.lastEvent("log.statistics").isMissingNode()).isTrue();

        append(file, "{\"event\":\"log.statistics\",\"fsyncs\":2}\n{\"event\":\"other\"}\n");
        append(file, "{\"event\":\"log.statistics\",\"fsyncs\":3}\nplain text\n{\"event\":\"log.stat");
        assertThat(log.lastEvent("log.statistics").path("fsyncs").asInt()).isEqualTo(3);
    }

    @Test
    void givesTheLastLinesOfThisRunOnly() throws IOException {
        Path file = Files.writeString(folder.resolve("log"), "before\n");
        ServerLog log = ServerLog.beginning(file);
        append(file, "one\ntwo\nthree\n");

        assertThat(log.tail(2)).containsExactly("two", "three");
        assertThat(log.tail(9)).containsExactly("one", "two", "three");
    }

    @Test
    void isEmptyBeforeTheServerSaysAnything() {
        assertThat(ServerLog.beginning(folder.resolve("absent")).tail(5)).isEmpty();
    }

    private static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }
}
