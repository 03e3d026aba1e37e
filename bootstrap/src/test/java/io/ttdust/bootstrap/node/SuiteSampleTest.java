package io.ttdust.bootstrap.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.bootstrap.node.SuiteFile.Case;
import io.ttdust.bootstrap.node.SuiteFile.Group;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The official JSON Schema tests through the server: every file is one schema and one stream, every group a member of
/// its records, since a record must be an object.
@Tag("shared-data")
@Timeout(300)
class SuiteSampleTest {

    private static final String JSON = "application/json";

    /// Its schemas need documents from elsewhere.
    private static final String REMOTE = "refRemote";

    private static final int REMOTE_GROUPS = 11;

    /// Tests of all other files, but for the groups that [#MEANS_ITS_PLACE] leaves out, all of them of ref.json.
    private static final int SENT = 857;

    private static final int LEFT = 22;

    /// Schemas that mean something else in a member: those that name themselves, and those with a reference among their
    /// data, where it is none and may not be rewritten.
    private static final Pattern MEANS_ITS_PLACE =
            Pattern.compile("\"\\$id\"|\"enum\"\\s*:\\s*\\[\\s*\\{\\s*\"\\$ref\"");

    private static final Pattern LOCAL_REFERENCE = Pattern.compile("\"\\$ref\"\\s*:\\s*\"#");
    private static final Pattern VERDICT = Pattern.compile("\"status\":\"accepted\"|\"code\":\"([A-Z_]+)\"");

    @TempDir
    private static Path folder;

    private static ServerProcess server;
    private static GrpcForms grpc;

    /// What a file becomes.
    private record Sample(String name, String definition, List<SentRecord> records, List<String> expected, int left) {

        static Sample of(SuiteFile file) {
            StringBuilder properties = new StringBuilder();
            List<SentRecord> records = new ArrayList<>();
            List<String> expected = new ArrayList<>();
            int left = 0;
            for (int i = 0; i < file.groups().size(); i++) {
                Group group = file.groups().get(i);
                if (MEANS_ITS_PLACE.matcher(group.schema()).find()) {
                    left++;
                    continue;
                }
                String member = "g" + i;
                String schema = LOCAL_REFERENCE
                        .matcher(group.schema())
                        .replaceAll(Matcher.quoteReplacement("\"$ref\":\"#/properties/" + member));
                properties
                        .append(properties.isEmpty() ? "" : ",")
                        .append("\"%s\":".formatted(member))
                        .append(schema);
                for (Case instance : group.cases()) {
                    records.add(SentRecord.plain("{\"%s\":%s}".formatted(member, instance.data())));
                    expected.add(instance.valid() ? "accepted" : "VALIDATION_ERROR");
                }
            }
            String name = "suite-" + file.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "-");
            return new Sample(
                    name, "{\"type\":\"object\",\"properties\":{" + properties + "}}", records, expected, left);
        }
    }

    @BeforeAll
    static void start() throws Exception {
        server = ServerProcess.start(folder.resolve("data"), folder.resolve("output"))
                .awaitServing();
        grpc = new GrpcForms(server.grpc(), ServerProcess.KEY);
    }

    @AfterAll
    static void stop() {
        grpc.close();
        server.close();
    }

    private static List<Path> files() throws IOException {
        Path suite = Path.of(System.getProperty("ttdust.shared-data"), "json-schema-test-suite/draft7");
        try (Stream<Path> paths = Files.list(suite)) {
            return paths.sorted().toList();
        }
    }

    @Test
    void everyFileIsJudgedAlikeOverRestAndGrpc() throws Exception {
        int sent = 0;
        int left = 0;
        for (Path path : files()) {
            SuiteFile file = SuiteFile.read(path);
            if (file.name().equals(REMOTE)) {
                continue;
            }
            Sample sample = Sample.of(file);
            register(sample);

            assertThat(overRest(sample)).as(file.name()).isEqualTo(sample.expected());
            assertThat(overGrpc(sample)).as(file.name()).isEqualTo(sample.expected());
            sent += sample.records().size();
            left += sample.left();
        }
        assertThat(List.of(sent, left)).as("tests sent, groups left out").containsExactly(SENT, LEFT);
    }

    private static void register(Sample sample) throws Exception {
        HttpResponse<String> schema = server.post(
                "/api/v1/schemas",
                JSON,
                "{\"name\":\"%s\",\"definition\":%s}".formatted(sample.name(), sample.definition()));
        assertThat(schema.statusCode()).as(schema.body()).isEqualTo(201);
        int at = schema.body().indexOf("sch_");
        HttpResponse<String> stream = server.post(
                "/api/v1/streams",
                JSON,
                "{\"name\":\"%s\",\"schema_id\":\"%s\"}"
                        .formatted(sample.name(), schema.body().substring(at, at + "sch_".length() + 36)));
        assertThat(stream.statusCode()).as(stream.body()).isEqualTo(201);
    }

    private static List<String> overRest(Sample sample) throws Exception {
        List<String> payloads =
                sample.records().stream().map(SentRecord::payload).toList();
        HttpResponse<String> answer = server.post(
                "/api/v1/streams/%s/records".formatted(sample.name()), JSON, "[" + String.join(",", payloads) + "]");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return VERDICT.matcher(answer.body())
                .results()
                .map(found -> found.group(1) == null ? "accepted" : found.group(1))
                .toList();
    }

    /// Verdicts without what follows the first word of each.
    private static List<String> overGrpc(Sample sample) throws Exception {
        return grpc.frames(sample.name(), sample.records()).stream()
                .map(verdict -> verdict.substring(0, verdict.indexOf(' ')))
                .toList();
    }

    @Test
    void schemasThatNeedDocumentsFromElsewhereAreRefused() throws Exception {
        SuiteFile file = SuiteFile.read(files().stream()
                .filter(path -> path.endsWith(REMOTE + ".json"))
                .findFirst()
                .orElseThrow());
        assertThat(file.groups()).hasSize(REMOTE_GROUPS);
        for (Group group : file.groups()) {
            HttpResponse<String> answer = server.post(
                    "/api/v1/schemas", JSON, "{\"name\":\"remote\",\"definition\":%s}".formatted(group.schema()));

            assertThat(answer.statusCode()).as(group.schema()).isEqualTo(422);
            assertThat(answer.body()).contains("\"code\":\"SCHEMA_INVALID\"");
        }
    }
}
