package io.ttdust.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.cli.console.Surroundings;
import io.ttdust.cli.console.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `ttdust schema infer` as a person calls it.
class SchemaInferTest {

    private static final String A_AND_B = """
            {
              "$schema": "http://json-schema.org/draft-07/schema#",
              "type": "object",
              "properties": {
                "a": {
                  "type": "integer"
                },
                "b": {
                  "type": "string"
                }
              },
              "required": ["a"]
            }
            """;

    @TempDir
    private Path folder = Path.of("");

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final StringWriter printed = new StringWriter();
    private final StringWriter notes = new StringWriter();

    @Test
    void printsTheSchemaAndSaysElsewhereWhatItLookedAt() {
        assertThat(run("{\"a\":1}\n{\"a\":2,\"b\":\"x\"}\n")).isZero();

        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo(A_AND_B);
        assertThat(notes.toString()).isEqualToNormalizingNewlines("looked at 2 records\n");
    }

    @Test
    void readsFilesOfBothFormsAndStandardInput() throws IOException {
        String lines = file("lines", "{\"a\":1}\n");
        String array = file("array", "[{\"a\":1,\"b\":\"x\"}]");

        assertThat(run("{\"a\":3}", lines, array, "-")).isZero();

        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo(A_AND_B);
        assertThat(notes.toString()).startsWith("looked at 3 records");
    }

    @Test
    void looksAtTheFirstRecordsOfEachFileOnly() throws IOException {
        String one = file("one", "{\"a\":1}\n{\"a\":\"not looked at\"}\n");
        String two = file("two", "{\"a\":1,\"b\":\"x\"}\n{\"c\":1}\n");

        assertThat(run("", one, two, "--records", "1")).isZero();

        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo(A_AND_B);
        assertThat(notes.toString()).contains("--records 0 looks at all");
        bytes.reset();
        assertThat(run("", one, two, "--records", "0")).isZero();
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .contains("[\"integer\", \"string\"]")
                .contains("\"c\"");
    }

    @Test
    void printsUtf8InEveryLocale() {
        assertThat(run("{\"gr\u00f6\u00dfe\":1}")).isZero();

        assertThat(bytes.toString(StandardCharsets.UTF_8)).contains("\"gr\u00f6\u00dfe\"");
    }

    @Test
    void saysWhatItLeftOut() throws IOException {
        String file = file("events", "{\"a\":1}\nnonsense\n{\"a\":2,\"b\":\"x\"}\n[7]\n");

        assertThat(run("", file)).isZero();

        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo(A_AND_B);
        assertThat(notes.toString())
                .contains("left out 2 records that no stream takes; the first: line 2: it is not JSON");
    }

    @Test
    void endsWhenThereIsNothingToLookAt() throws IOException {
        assertThat(run("")).isEqualTo(2);
        assertThat(printed.toString()).contains("there is no record to make a schema of");

        assertThat(run("", file("events", "7\n"))).isEqualTo(2);
        assertThat(printed.toString()).contains("line 1: it is not a JSON object");

        assertThat(run("", folder.resolve("absent").toString())).isEqualTo(2);
        assertThat(printed.toString()).contains("absent");
    }

    @Test
    void takesItsOptions() {
        String events = "{\"d\":\"2026-01-31\",\"w\":\"on\"}\n{\"d\":\"2026-01-31\",\"w\":\"off\"}\n".repeat(10);

        assertThat(run(events, "--closed")).isZero();
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .contains("\"format\": \"date\"")
                .contains("\"enum\": [\"on\", \"off\"]")
                .contains("\"additionalProperties\": false");
        bytes.reset();
        assertThat(run(events, "--no-enums", "--no-formats")).isZero();
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .doesNotContain("format")
                .doesNotContain("enum")
                .doesNotContain("additionalProperties");
    }

    @Test
    void refusesACallThatMakesNoSense() {
        assertThat(run("", "--records", "-1")).isEqualTo(2);
        assertThat(run("{}", "-", "-")).isEqualTo(2);
        assertThat(printed.toString())
                .contains("standard input can be read only once")
                .contains("./ttdust schema infer --help");
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private int run(String in, String... arguments) {
        PrintWriter out = new PrintWriter(printed, true);
        Surroundings around = new Surroundings(
                new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
                bytes,
                new Terminal(new PrintWriter(notes, true), false),
                Map.of());
        String[] all = new String[arguments.length + 2];
        all[0] = "schema";
        all[1] = "infer";
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return Main.commandLine(out, around).execute(all);
    }
}
