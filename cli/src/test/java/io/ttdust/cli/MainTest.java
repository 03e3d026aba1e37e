package io.ttdust.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.cli.console.Surroundings;
import io.ttdust.cli.console.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

    private final StringWriter printed = new StringWriter();

    /// The pages are what `./ttdust COMMAND --help` shows before anything is built.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo",
                "torture",
                "send",
                "query",
                "schema",
                "schema infer",
                "schema create",
                "schema version",
                "schema check",
                "schema list",
                "schema get"
            })
    void helpIsThePageTheScriptShows(String command) throws IOException {
        assertThat(run((command + " --help").split(" ", -1))).isZero();

        Path page = Path.of(System.getProperty("ttdust.root"), "cli", "help", command.replace(' ', '-') + ".txt");
        assertThat(printed.toString()).isEqualToNormalizingNewlines(Files.readString(page));
    }

    @Test
    void namesTheOptionItDoesNotKnow() {
        assertThat(run("demo", "--evnts", "5")).isEqualTo(2);
        assertThat(printed.toString()).contains("--evnts").contains("./ttdust demo --help");
    }

    @Test
    void wantsASchemaWithAnInput() {
        assertThat(run("demo", "--input", "x.ndjson")).isEqualTo(2);
        assertThat(printed.toString()).contains("--schema");
    }

    @Test
    void refusesANumberOfEventsThatMakesNoSense() {
        assertThat(run("demo", "--events", "0")).isEqualTo(2);
        assertThat(printed.toString()).contains("--events must be between 1 and");
    }

    @Test
    void takesMinutesOrSecondsAndNotBoth() {
        assertThat(run("torture", "--minutes", "1", "--seconds", "5")).isEqualTo(2);
        assertThat(run("torture", "--seconds", "0.5")).isEqualTo(2);
    }

    @Test
    void saysInOneLineWhatAPersonMustDo() {
        assertThat(run("demo")).isEqualTo(1);
        assertThat(printed.toString())
                .isEqualToIgnoringNewLines("ttdust: TTDUST_SERVER_JAR is not set: start this command as ./ttdust, which"
                        + " builds the server");
    }

    @Test
    void printsItsVersion() {
        assertThat(run("version")).isZero();
        assertThat(printed.toString()).startsWith("ttdust ").contains("Java 25");
    }

    private int run(String... arguments) {
        PrintWriter out = new PrintWriter(printed, true);
        Surroundings around = new Surroundings(
                InputStream.nullInputStream(), OutputStream.nullOutputStream(), new Terminal(out, false), Map.of());
        return Main.commandLine(out, around).execute(arguments);
    }
}
