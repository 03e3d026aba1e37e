package io.ttdust.simulation.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.adapters.jsonschema.JsonSchemaCompiler;
import io.ttdust.domain.problem.ErrorCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class HostileCommandTest {

    private final StringWriter out = new StringWriter();

    private int run(String... arguments) {
        return new CommandLine(new HostileCommand())
                .setOut(new PrintWriter(out))
                .execute(arguments);
    }

    @Test
    @Tag("B01")
    @Tag("B02")
    @Tag("B03")
    @Tag("B04")
    @Tag("B05")
    void everyCaseIsRefusedWithItsCodeInTenMilliseconds() {
        int status = run("--times", "60");

        assertThat(status).as(out.toString()).isZero();
        assertThat(out.toString()).contains("0 connections").doesNotContain("too much", "wrong answer");
    }

    @Test
    void theReportIsOneObject() {
        run("--times", "1", "--json");

        assertThat(out.toString().strip())
                .startsWith("{\"failed\":")
                .contains(
                        "\"connections\":0,",
                        "\"deep_objects\":{\"row\":\"B04\",\"code\":\"INVALID_JSON\",\"keyword\":\"depth\"")
                .hasLineCount(1);
    }

    @Test
    void whatIsAcceptedOrRefusedForAnotherReasonIsNotAsWanted() {
        JsonSchemaCompiler compiler = new JsonSchemaCompiler();
        for (HostileCase hostile : new HostileCase[] {
            new HostileCase("accepted", "B03", "{}", null, ErrorCode.SCHEMA_INVALID, "$limit"),
            new HostileCase("another", "B03", "{\"type\":1}", null, ErrorCode.SCHEMA_INVALID, "$limit"),
            new HostileCase("accepted", "B04", "{}", "{}", ErrorCode.INVALID_JSON, "depth")
        }) {
            assertThat(Refusal.of(hostile, compiler, 1).isAsWanted()).isFalse();
        }
    }
}
