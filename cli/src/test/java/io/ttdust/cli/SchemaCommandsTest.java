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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `ttdust schema` as a person calls it, over the network, against a server with little behind it.
@Timeout(60)
class SchemaCommandsTest {

    private static final String SECRET = "ttd_live_secret";

    /// Spellings that would not survive being read and written anew.
    private static final String FIRST =
            "{ \"required\": [\"a\"],\n  \"maximum\": 12345678901234567890.10, \"title\": \"\\u00e4 \u00e4\" }";

    private static final String SECOND = "{\"required\":[\"a\",\"b\"]}";

    @TempDir
    private Path folder = Path.of("");

    private final FakeServices services;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final StringWriter printed = new StringWriter();
    private final StringWriter notes = new StringWriter();

    SchemaCommandsTest() throws IOException {
        services = new FakeServices();
    }

    @AfterEach
    void stopAndLookForTheKey() {
        services.close();
        assertThat(printed.toString() + notes).doesNotContain(SECRET);
    }

    @Test
    void registersASchemaAndGivesItsTextBack() throws IOException {
        String file = file("first.json", FIRST + "\n");

        assertThat(run("create", "clicks", file)).isZero();
        assertThat(said())
                .isEqualTo("registered schema 'default/clicks' (%s), version 1".formatted(FakeRegistry.id(1)));

        assertThat(run("get", "clicks", "--definition")).isZero();
        assertThat(said()).isEqualTo(FIRST);
    }

    @Test
    void sendsWhatItIsTold() {
        assertThat(runWith(
                        FIRST,
                        "create",
                        "orders",
                        "--namespace",
                        "shop",
                        "--description",
                        "as paid",
                        "--compatibility",
                        "full"))
                .isZero();

        assertThat(services.asked().getLast())
                .startsWith("POST /api/v1/schemas {\"name\":\"orders\",\"namespace\":\"shop\","
                        + "\"description\":\"as paid\",\"compatibility_mode\":\"FULL\",\"definition\":");
        assertThat(said()).startsWith("registered schema 'shop/orders'");
        assertThat(run("get", "shop/orders")).isZero();
        assertThat(said())
                .contains("schema         shop/orders")
                .contains("compatibility  FULL")
                .contains("versions       1 active");
    }

    @Test
    void addsAVersionOnce() throws IOException {
        runWith(FIRST, "create", "clicks");
        said();

        String second = file("second.json", SECOND);
        assertThat(run("version", "clicks", second, "--compatibility", "NONE")).isZero();
        assertThat(said()).isEqualTo("added version 2 to schema 'default/clicks'");

        assertThat(run("version", "clicks", second)).isZero();
        assertThat(said()).isEqualTo("it is version 2 of schema 'default/clicks' already");
        assertThat(run("get", FakeRegistry.id(1), "--version", "1", "--definition"))
                .isZero();
        assertThat(said()).isEqualTo(FIRST);
    }

    @Test
    void tellsEachPlaceWhereAVersionIsIncompatible() {
        runWith(FIRST, "create", "clicks");
        said();
        String places = """
                /required (required-added)
                  records without 'b' would be refused (before: absent)
                  smallest change: do not require 'b'""".indent(2).stripTrailing();

        assertThat(runWith(SECOND, "check", "clicks")).isEqualTo(1);
        assertThat(said()).isEqualTo("incompatible with the latest version of schema 'default/clicks':\n" + places);

        assertThat(runWith(SECOND, "version", "clicks")).isEqualTo(1);
        assertThat(said())
                .isEqualTo("incompatible with the latest version of schema 'default/clicks', nothing was added:\n"
                        + places);
        assertThat(runWith(SECOND, "check", "clicks", "--compatibility", "NONE"))
                .isZero();
        assertThat(said()).isEqualTo("compatible with the latest version of schema 'default/clicks'");
    }

    @Test
    void listsAllPages() {
        for (String name : List.of("a", "shop/b", "c", "a-longer-one", "e")) {
            runWith(FIRST, "create", name);
        }
        said();

        assertThat(run("list")).isZero();
        List<String> lines = said().lines().toList();
        assertThat(lines).hasSize(5);
        assertThat(lines.getFirst())
                .isEqualTo(
                        "default/e                1  BACKWARD  %s  2026-01-31T10:00:00Z".formatted(FakeRegistry.id(5)));
        assertThat(run("list", "--namespace", "shop", "--json")).isZero();
        assertThat(said())
                .startsWith("{\"schema_id\":\"%s\"".formatted(FakeRegistry.id(2)))
                .hasLineCount(1);
        assertThat(run("list", "--namespace", "none")).isZero();
        assertThat(notes.toString()).contains("there is no schema in namespace 'none'");
    }

    @Test
    void saysWhatIsWrongAndWhatToDo() throws IOException {
        assertThat(run("get", "absent")).isEqualTo(2);
        assertThat(said())
                .isEqualTo("ttdust: there is no schema 'default/absent'; ./ttdust schema list shows those there are");

        assertThat(runWith("{\"type\":\"nonsense\"}", "create", "clicks")).isEqualTo(2);
        assertThat(said())
                .contains("was answered 422 SCHEMA_INVALID: The schema cannot be used")
                .endsWith("\n  /type (enum): no such type");

        assertThat(runWith("{\"type\":", "create", "clicks")).isEqualTo(2);
        assertThat(said()).contains("the schema is not JSON").contains("line 1");
        assertThat(runWith("", "create", "clicks")).isEqualTo(2);
        assertThat(said()).contains("the schema is empty");
        assertThat(runWith(" ".repeat(1 << 20) + "{}", "create", "clicks")).isEqualTo(2);
        assertThat(said()).contains("more than 1048576 bytes");

        runWith(FIRST, "create", "clicks");
        said();
        assertThat(runWith(FIRST, "create", "clicks")).isEqualTo(2);
        assertThat(said()).contains("409 CONFLICT: there is a schema 'default/clicks' already");
        assertThat(run("get", "clicks", "--version", "7")).isEqualTo(2);
        assertThat(said()).contains("there is no version 7");
    }

    @Test
    void refusesACallThatMakesNoSense() {
        assertThat(run()).isEqualTo(2);
        assertThat(run("create")).isEqualTo(2);
        assertThat(run("create", FakeRegistry.id(1))).isEqualTo(2);
        assertThat(run("create", "shop/orders", "--namespace", "other")).isEqualTo(2);
        assertThat(run("check", "clicks", "--compatibility", "SIDEWAYS")).isEqualTo(2);
        assertThat(run("get", "clicks", "--version", "0")).isEqualTo(2);
        assertThat(run("get", "clicks", "--json", "--definition")).isEqualTo(2);
        assertThat(said()).contains("See: ./ttdust schema get --help");
        assertThat(services.asked()).isEmpty();
    }

    /// What was printed since the last time.
    private String said() {
        String said = printed.toString().replace(System.lineSeparator(), "\n") + bytes.toString(StandardCharsets.UTF_8);
        printed.getBuffer().setLength(0);
        bytes.reset();
        return said.stripTrailing();
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private int run(String... arguments) {
        return runWith("", arguments);
    }

    private int runWith(String in, String... arguments) {
        List<String> all = new ArrayList<>(List.of("schema"));
        all.addAll(List.of(arguments));
        if (arguments.length > 0) {
            all.addAll(services.options());
        }
        Surroundings around = new Surroundings(
                new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
                bytes,
                new Terminal(new PrintWriter(notes, true), false),
                Map.of("TTDUST_API_KEY", SECRET));
        return Main.commandLine(new PrintWriter(printed, true), around).execute(all.toArray(String[]::new));
    }
}
