package io.ttdust.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ttdust.cli.console.Surroundings;
import io.ttdust.cli.console.Terminal;
import io.ttdust.proto.ingestion.v1.IngestRecordsRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `ttdust send` as a person calls it, over the network, against a server with little behind it.
@Timeout(60)
class SendTest {

    private static final String SECRET = "ttd_live_secret";

    @TempDir
    private Path folder = Path.of("");

    private final FakeServices services;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final StringWriter printed = new StringWriter();
    private final StringWriter notes = new StringWriter();

    SendTest() throws IOException {
        services = new FakeServices();
    }

    /// Whatever happens, the key is nowhere in what is printed.
    @AfterEach
    void stopAndLookForTheKey() {
        services.close();
        assertThat(printed.toString() + notes).doesNotContain(SECRET);
    }

    @Test
    void sendsEveryLineAndSaysSo() throws IOException {
        String file = file(lines(1_000, -1));

        assertThat(send(file, "--stream", "s", "--json")).isZero();

        JsonNode summary = summary();
        assertThat(summary.path("accepted").asLong()).isEqualTo(1_000);
        assertThat(summary.path("unanswered").asLong()).isZero();
        assertThat(summary.path("finished").asBoolean()).isTrue();
        assertThat(sent()).containsExactlyElementsOf(lines(1_000, -1).lines().toList());
        assertThat(notes.toString()).isEmpty();
    }

    @Test
    void listsWhatIsRejectedAndKeepsIt() throws IOException {
        Path rejects = folder.resolve("rejects.ndjson");

        int exit = send(file(lines(500, 100)), "--stream", "s", "--show", "2", "--rejects", rejects.toString());

        assertThat(exit).isEqualTo(1);
        assertThat(printed.toString())
                .contains("line 1: VALIDATION_ERROR at /amount (minimum): must be at least 0")
                .contains("line 101: VALIDATION_ERROR")
                .contains("... and 3 more")
                .containsPattern("accepted +495")
                .containsPattern("rejected +5");
        List<String> kept = Files.readAllLines(rejects);
        assertThat(kept).hasSize(5);
        JsonNode last = new ObjectMapper().readTree(kept.getLast());
        assertThat(last.path("line").asLong()).isEqualTo(401);
        assertThat(last.path("code").asText()).isEqualTo("VALIDATION_ERROR");
        assertThat(last.path("errors").path(0).path("pointer").asText()).isEqualTo("/amount");
        assertThat(last.path("payload").asText()).isEqualTo("{\"n\":400,\"amount\":-1}");
    }

    @Test
    void countsAFileThatIsSentAgainWithKeysOnce() throws IOException {
        String file = file(lines(600, -1));
        send(file, "--stream", "s", "--keys", "--json");

        printed.getBuffer().setLength(0);
        assertThat(send(file, "--stream", "s", "--keys", "--json")).isZero();

        assertThat(summary().path("accepted").asLong()).isZero();
        assertThat(summary().path("duplicate").asLong()).isEqualTo(600);
        assertThat(services.ingestion().keys()).hasSize(600);
    }

    @Test
    void takesKeysOutOfRecordsAndDoesNotSendOneThatHasNone() throws IOException {
        String file = file("[{\"id\":\"a\"},{\"id\":\"b\"},{\"no\":1},{\"id\":\"a\"}]");

        assertThat(send(file, "--stream", "s", "--key-from", "/id")).isEqualTo(1);

        assertThat(services.ingestion().keys()).containsExactly("a", "b");
        assertThat(printed.toString())
                .contains("item 3: INVALID_REQUEST, not sent")
                .containsPattern("duplicate +1");
    }

    @Test
    void sendsWhatIsRefusedAgainBeforeItReadsOn() throws IOException {
        services.ingestion().refuse(3);

        assertThat(send(file(lines(5_000, -1)), "--stream", "s", "--json")).isZero();

        assertThat(summary().path("accepted").asLong()).isEqualTo(5_000);
        assertThat(summary().path("refused").asLong()).isPositive();
        assertThat(services.ingestion().keys()).hasSize(5_000);
    }

    @Test
    void givesUpOnAServerThatRefusesForTooLong() throws IOException {
        services.ingestion().refuse(Integer.MAX_VALUE);

        assertThat(send(file(lines(10, -1)), "--stream", "s", "--patience", "1", "--json"))
                .isEqualTo(2);

        assertThat(summary().path("accepted").asLong()).isZero();
        assertThat(summary().path("problem").asText()).contains("refuses for longer than 1 s: OVERLOADED");
    }

    @Test
    void goesOnAfterABrokenCallWhenKeysMakeItSafe() throws IOException {
        services.ingestion().breakAfter(5);

        assertThat(send(file(lines(3_000, -1)), "--stream", "s", "--keys", "--json"))
                .isZero();

        assertThat(summary().path("accepted").asLong()
                        + summary().path("duplicate").asLong())
                .isEqualTo(3_000);
        assertThat(services.ingestion().keys()).hasSize(3_000);
    }

    @Test
    void endsAfterABrokenCallWithoutKeysAndSaysHowMuchIsOpen() throws IOException {
        services.ingestion().breakAfter(5);

        assertThat(send(file(lines(3_000, -1)), "--stream", "s", "--json")).isEqualTo(2);

        assertThat(summary().path("accepted").asLong()).isEqualTo(1_250);
        assertThat(summary().path("unanswered").asLong()).isPositive();
        assertThat(notes.toString()).contains("without keys nobody can tell");
    }

    @Test
    void endsAtOnceWhenThereIsNoSuchStreamOrNoServer() throws IOException {
        String file = file(lines(10, -1));

        assertThat(send(file, "--stream", "absent")).isEqualTo(2);
        assertThat(notes.toString()).contains("NOT_FOUND, there is no such stream");

        services.close();
        assertThat(send(file, "--stream", "s", "--keys")).isEqualTo(2);
        assertThat(notes.toString()).contains("UNAVAILABLE");
    }

    @Test
    void seesThroughWhatItCouldRead() throws IOException {
        assertThat(send(file("[{\"n\":1},{\"n\":2},{\"n\":"), "--stream", "s", "--json"))
                .isEqualTo(2);

        assertThat(summary().path("accepted").asLong()).isEqualTo(2);
        assertThat(summary().path("problem").asText()).contains("ends within item 3");
    }

    @Test
    void makesTheStreamWhenAsked() throws IOException {
        Path schema = Files.writeString(folder.resolve("s.json"), "{\"type\":\"object\"}");

        int exit = send(
                file(lines(1, -1)), "--stream", "s", "--create", "--schema", schema.toString(), "--partitions", "4");

        assertThat(exit).isZero();
        assertThat(services.asked())
                .containsExactly(
                        "GET /api/v1/streams/s",
                        "GET /api/v1/schemas?limit=100&namespace=default",
                        "POST /api/v1/schemas {\"name\":\"s\",\"definition\":{\"type\":\"object\"}}",
                        "POST /api/v1/streams {\"name\":\"s\",\"partitions\":4,\"schema_id\":\"%s\"}"
                                .formatted(FakeRegistry.id(1)));
    }

    @Test
    void makesTheStreamUnderASchemaOfItsFirstRecords() throws IOException {
        assertThat(send(file(lines(1_500, -1)), "--stream", "shop.clicks", "--infer", "--json"))
                .isZero();

        assertThat(summary().path("accepted").asLong()).isEqualTo(1_500);
        assertThat(sent()).containsExactlyElementsOf(lines(1_500, -1).lines().toList());
        assertThat(services.asked()).hasSize(4);
        assertThat(services.asked().get(2))
                .startsWith("POST /api/v1/schemas {\"name\":\"shop-clicks\",\"definition\":{")
                .contains("\"required\": [\"n\", \"amount\"]");
        assertThat(services.asked().get(3)).startsWith("POST /api/v1/streams {\"name\":\"shop.clicks\",");
        assertThat(notes.toString())
                .contains("looked at 1 000 records")
                .contains("./ttdust schema get shop-clicks --definition")
                .contains("created stream 'shop.clicks' (str_1), under schema " + FakeRegistry.id(1));
    }

    @Test
    void infersNothingForAStreamThatIsThere() throws IOException {
        String file = file(lines(3, -1));
        send(file, "--stream", "s", "--create");
        int asked = services.asked().size();

        assertThat(send(file, "--stream", "s", "--infer")).isZero();

        assertThat(services.asked()).hasSize(asked + 1);
        assertThat(notes.toString()).contains("is there already and keeps its schema; --infer is not used");
    }

    @Test
    void doesNotTakeASchemaOfThatNameForItsOwn() throws IOException {
        send(file(lines(1, -1)), "--stream", "a.b", "--infer");

        assertThat(send(file(lines(2, -1)), "--stream", "a-b", "--infer")).isZero();
        assertThat(notes.toString()).contains("created stream 'a-b' (str_1), under schema " + FakeRegistry.id(1));
        assertThat(send(file("{\"other\":1}"), "--stream", "a_b", "--infer")).isZero();
        assertThat(send(file("{\"else\":1}"), "--stream", "a.b.", "--infer")).isZero();

        assertThat(send(file("{\"third\":1}"), "--stream", "a-b-", "--infer")).isEqualTo(2);
        assertThat(printed.toString()).contains("it is not what these records suggest; to use it: ./ttdust schema get");
    }

    @Test
    void endsWhenTheFirstRecordsMakeNoSchema() throws IOException {
        assertThat(send(file("nonsense\n"), "--stream", "s", "--infer")).isEqualTo(2);

        assertThat(printed.toString()).contains("there is no JSON object to make a schema of; line 1");
        assertThat(services.asked()).containsExactly("GET /api/v1/streams/s");
    }

    @Test
    void refusesOptionsThatContradictEachOther() throws IOException {
        String file = file(lines(1, -1));

        assertThat(send(file)).isEqualTo(2);
        assertThat(send(file, "--stream", "s", "--schema", "x")).isEqualTo(2);
        assertThat(send(file, "--stream", "s", "--infer", "--schema", "x")).isEqualTo(2);
        assertThat(send(file, "--stream", "s", "--keys", "--key-from", "/a")).isEqualTo(2);
        assertThat(send(file, "--stream", "s", "--key-from", "a")).isEqualTo(2);
        assertThat(send("-", "--stream", "s", "--keys")).isEqualTo(2);
        assertThat(send(file, "--stream", "s", "--create", "--partitions", "0")).isEqualTo(2);
        assertThat(send(file, "--stream", "s", "--create", "--partitions", "1025"))
                .isEqualTo(2);
        assertThat(services.ingestion().frames()).isEmpty();
    }

    @Test
    void readsStandardInput() {
        assertThat(run(
                        new ByteArrayInputStream("{\"n\":1}\n".getBytes(StandardCharsets.UTF_8)),
                        "send",
                        "-",
                        "--stream",
                        "s"))
                .isZero();

        assertThat(sent()).containsExactly("{\"n\":1}");
    }

    /// In a process of its own, which is told to end while it waits for more input.
    @Test
    void leavesItsSummaryWhenItIsInterrupted() throws IOException, InterruptedException {
        Path rejects = folder.resolve("rejects.ndjson");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "send",
                "-",
                "--stream",
                "s",
                "--json",
                "--rejects",
                rejects.toString()));
        command.addAll(services.options());
        Path summary = folder.resolve("stdout");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(summary.toFile())
                .redirectError(folder.resolve("stderr").toFile());
        builder.environment().put("TTDUST_API_KEY", SECRET);
        Process process = builder.start();
        try {
            process.outputWriter().append(lines(10, 10)).flush();
            long until = System.nanoTime() + Duration.ofSeconds(40).toNanos();
            while (services.ingestion().keys().size() < 9 && System.nanoTime() - until < 0) {
                Thread.sleep(20); // what happens in the other process can only be asked for
            }
            process.toHandle().destroy(); // leaves its input open
            assertThat(process.waitFor()).isEqualTo(143);
            printed.append(Files.readString(summary));
        } finally {
            process.destroyForcibly();
        }

        assertThat(summary().path("accepted").asLong()).isEqualTo(9);
        assertThat(summary().path("rejected").asLong()).isEqualTo(1);
        assertThat(summary().path("finished").asBoolean()).isFalse();
        assertThat(summary().path("problem").asText()).isEqualTo("interrupted");
        assertThat(rejects).content().contains("\"line\":1,");
    }

    @Test
    void doesNotBeginWhenTheRejectedCannotBeKept() throws IOException {
        assertThat(send(
                        file(lines(1, -1)),
                        "--stream",
                        "s",
                        "--rejects",
                        folder.resolve("no/where").toString()))
                .isEqualTo(2);

        assertThat(printed.toString()).contains("cannot write");
        assertThat(services.ingestion().frames()).isEmpty();
    }

    private List<String> sent() {
        List<String> payloads = new ArrayList<>();
        for (IngestRecordsRequest frame : services.ingestion().frames()) {
            frame.getRecordsList()
                    .forEach(record -> payloads.add(record.getPayload().toStringUtf8()));
        }
        return payloads;
    }

    private JsonNode summary() throws IOException {
        return new ObjectMapper().readTree(printed.toString());
    }

    private String file(String text) throws IOException {
        return Files.writeString(folder.resolve("events"), text).toString();
    }

    /// Every so manieth line is bad, from the first on; none when `badEvery` is negative.
    private static String lines(int count, int badEvery) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            boolean bad = badEvery > 0 && i % badEvery == 0;
            lines.append("{\"n\":%d,\"amount\":%d}\n".formatted(i, bad ? -1 : 1));
        }
        return lines.toString();
    }

    private int send(String file, String... options) {
        return run(InputStream.nullInputStream(), arguments("send", file, options));
    }

    private static String[] arguments(String command, String subject, String... options) {
        List<String> arguments = new ArrayList<>(List.of(command, subject));
        arguments.addAll(List.of(options));
        return arguments.toArray(String[]::new);
    }

    private int run(InputStream in, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(services.options());
        Surroundings around = new Surroundings(
                in, out, new Terminal(new PrintWriter(notes, true), false), Map.of("TTDUST_API_KEY", SECRET));
        return Main.commandLine(new PrintWriter(printed, true), around).execute(all.toArray(String[]::new));
    }
}
