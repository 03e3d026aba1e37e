package io.ttdust.simulation.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SuiteCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path data = Path.of("");

    private int run(String... arguments) {
        return new CommandLine(new SuiteCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    private void file(String name, String groups) throws IOException {
        Path folder = Files.createDirectories(data.resolve("json-schema-test-suite/draft7"));
        Files.writeString(folder.resolve(name), groups);
    }

    @Test
    void countsTheVerdictsOfEachFile() throws IOException {
        file("type.json", """
                [{"description":"integers","schema":{"type":"integer"},"tests":[
                  {"description":"one","data":1.0,"valid":true},{"description":"text","data":"1","valid":false}]}]""");
        file("refRemote.json", """
                [{"description":"remote","schema":{"$ref":"http://localhost:1234/a.json"},"tests":[
                  {"description":"one","data":1,"valid":true}]}]""");

        assertThat(run("--data", data.toString(), "--json")).isZero();
        assertThat(out.toString().strip())
                .isEqualTo("{\"passed\":2,\"refused\":1,\"failed\":0,\"files\":{"
                        + "\"refRemote\":{\"passed\":0,\"refused\":1,\"failed\":0},"
                        + "\"type\":{\"passed\":2,\"refused\":0,\"failed\":0}}}");
    }

    @Test
    void namesWhatFailedAndFails() throws IOException {
        file("type.json", """
                [{"description":"integers","schema":{"type":"integer"},"tests":[
                  {"description":"wrongly wanted","data":1.5,"valid":true}]},
                 {"description":"elsewhere","schema":{"$ref":"http://localhost:1234/a.json"},"tests":[
                  {"description":"one","data":1,"valid":true}]}]""");

        assertThat(run("--data", data.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("wrongly wanted").contains("elsewhere: the schema was refused");
        assertThat(out.toString()).contains("0 passed, 0 refused, 2 failed");
    }

    @Test
    void saysWhereItLooksForASuiteThatIsMissing() {
        assertThat(run("--data", data.toString())).isEqualTo(2);
        assertThat(err.toString())
                .contains("no json-schema-test-suite/draft7 in " + data)
                .contains("--data DIR");
    }
}
