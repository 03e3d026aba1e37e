package io.ttdust.bootstrap.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.application.port.Race;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Versions of schemas in the real program: real comparison, real store.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SchemaVersionsTest {

    private static final String JSON = "application/json";
    private static final String SCHEMAS = "/api/v1/schemas";
    private static final Pattern ID = Pattern.compile("\"schema_id\":\"([^\"]+)\"");
    private static final Pattern VERSION = Pattern.compile("\"version\":(\\d+)");
    private static final String ORDER =
            "{\"type\":\"object\",\"required\":[\"id\"],\"properties\":{\"id\":{\"type\":\"string\"}}}";

    private ServerProcess server;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        server = ServerProcess.start(folder.resolve("data"), folder.resolve("output"))
                .awaitServing();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private String schema(String name) throws IOException, InterruptedException {
        HttpResponse<String> created =
                server.post(SCHEMAS, JSON, "{\"name\":\"%s\",\"definition\":%s}".formatted(name, ORDER));
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        return SCHEMAS + "/" + found(ID, created.body());
    }

    private HttpResponse<String> add(String path, String definition) throws IOException, InterruptedException {
        return server.post(path + "/versions", JSON, "{\"definition\":%s}".formatted(definition));
    }

    private static String found(Pattern pattern, String body) {
        Matcher matcher = pattern.matcher(body);
        assertThat(matcher.find()).as(body).isTrue();
        return matcher.group(1);
    }

    @Test
    void anIncompatibleVersionIsRefusedWithTheSmallestChangeAndPassesWithIt() throws Exception {
        String path = schema("orders");
        String both = ORDER.replace("[\"id\"]", "[\"id\",\"email\"]");

        HttpResponse<String> refused = add(path, both);
        HttpResponse<String> tried = server.post(path + "/compatibility", JSON, "{\"definition\":%s}".formatted(both));

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(409);
        assertThat(refused.body())
                .contains("\"code\":\"SCHEMA_INCOMPATIBLE\"", "\"pointer\":\"/required", "email", "smallest change");
        assertThat(tried.statusCode()).isEqualTo(200);
        assertThat(tried.body()).contains("\"compatible\":false", "\"pointer\":\"/required");
        // The smallest change is not to require it.
        HttpResponse<String> changed =
                add(path, ORDER.replace("{\"type\":\"object\"", "{\"title\":\"\",\"type\":\"object\""));
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(201);
        assertThat(changed.body()).contains("\"version\":2,");
    }

    @Test
    void racingVersionsGetConsecutiveNumbersAndTheSameDefinitionOneVersion() throws Exception {
        String path = schema("raced");

        List<HttpResponse<String>> answers = Race.run(24, i -> {
            try {
                return add(
                        path,
                        ORDER.replace(
                                "{\"type\":\"object\"", "{\"title\":\"%d\",\"type\":\"object\"".formatted(i / 2)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });

        assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(200, 201);
        assertThat(answers.stream().filter(answer -> answer.statusCode() == 201).count())
                .isEqualTo(12);
        assertThat(answers.stream()
                        .map(answer -> Integer.valueOf(found(VERSION, answer.body())))
                        .distinct()
                        .sorted()
                        .toList())
                .isEqualTo(IntStream.rangeClosed(2, 13).boxed().toList());
    }

    @Test
    void aSchemaLivesFromItsFirstVersionToItsEnd() throws Exception {
        String path = schema("mortal");
        assertThat(server.patch(path, "{\"compatibility_mode\":\"FULL\",\"description\":\"d\"}")
                        .body())
                .contains("\"compatibility_mode\":\"FULL\"", "\"description\":\"d\"");
        String titled = ORDER.replace("{\"type\":\"object\"", "{\"title\":\"t\",\"type\":\"object\"");
        assertThat(add(path, titled).statusCode()).isEqualTo(201);
        assertThat(server.patch(path + "/versions/2", "{\"status\":\"deleted\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(server.get(path).body()).contains("\"version\":1,");
        assertThat(add(path, titled).body()).contains("\"version\":3,");
        String stream = "{\"name\":\"mortals\",\"schema_id\":\"%s\"}".formatted(path.substring(SCHEMAS.length() + 1));

        assertThat(server.delete(path).statusCode()).isEqualTo(204);

        assertThat(server.get(path).statusCode()).isEqualTo(404);
        assertThat(server.post("/api/v1/streams", JSON, stream).statusCode()).isEqualTo(404);
        String used = schema("mortal");
        assertThat(server.post(
                                "/api/v1/streams",
                                JSON,
                                stream.replaceAll(
                                        "sch_[^\"]*", found(ID, server.get(used).body())))
                        .statusCode())
                .isEqualTo(201);
        HttpResponse<String> kept = server.delete(used);
        assertThat(kept.statusCode()).isEqualTo(409);
        assertThat(kept.body()).contains("'mortals'");
    }
}
