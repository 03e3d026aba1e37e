package io.ttdust.adapters.rest.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.adapters.rest.Answer;
import io.ttdust.adapters.rest.ServerTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("B11")
class GzipRouteTest extends ServerTest {

    private static final String LINES = "{\"user_id\":1}\n{\"user_id\":2}\n";

    private String path = "";

    @BeforeEach
    void newStream() {
        path = server.newStream();
    }

    private static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] gzip(String plain) {
        return gzip(plain.getBytes(StandardCharsets.UTF_8));
    }

    private Answer send(String coding, byte[] body) {
        return server.send(server.request(path)
                .header("Content-Type", "application/x-ndjson")
                .header("Content-Encoding", coding)
                .POST(BodyPublishers.ofByteArray(body)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "x-gzip", "GZip"})
    void gzipIsInflated(String coding) {
        assertThat(send(coding, gzip(LINES)).isOk(200).at("accepted")).isEqualTo(2L);
    }

    @Test
    void gzipInChunksIsInflated() {
        Answer answer = server.send(server.request(path)
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArrays(List.of(gzip("[{\"user_id\":1}]")))));

        assertThat(answer.isOk(200).at("accepted")).isEqualTo(1L);
    }

    @Test
    void severalMembersAreOneBody() {
        byte[] first = gzip("{\"user_id\":1}\n{\"user_");
        byte[] second = gzip("id\":2}\n");
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);

        assertThat(send("gzip", both).isOk(200).at("accepted")).isEqualTo(2L);
    }

    @Test
    void aTruncatedBodyIsRefusedAtEveryLength() {
        byte[] whole = gzip(LINES);
        for (int length = 1; length < whole.length; length++) {
            send("gzip", Arrays.copyOf(whole, length)).isProblem(400, "INVALID_REQUEST");
        }
        assertThat(server.get(path + "?start=2026-01-01T00:00:00Z&end=2026-01-01T00:00:01Z")
                        .at("records/0"))
                .isNull();
    }

    @Test
    void aDamagedBodyOrOneWithSomethingBehindItIsRefused() {
        byte[] damaged = gzip(LINES);
        damaged[damaged.length - 6] ^= 1;
        send("gzip", damaged).isProblem(400, "INVALID_REQUEST");

        byte[] whole = gzip(LINES);
        send("gzip", Arrays.copyOf(whole, whole.length + 1)).isProblem(400, "INVALID_REQUEST");
        send("gzip", LINES.getBytes(StandardCharsets.UTF_8)).isProblem(400, "INVALID_REQUEST");
    }

    @Test
    void aBombIsStoppedAtTheCap() {
        byte[] bomb = gzip(new byte[200 << 20]);
        assertThat(bomb.length).isLessThan(1 << 20);

        send("gzip", bomb).isProblem(413, "PAYLOAD_TOO_LARGE");
    }

    @Test
    void gzipInsideGzipIsNotJson() {
        Answer answer = send("gzip", gzip(gzip(LINES)));

        assertThat(answer.status()).isIn(200, 400);
        assertThat(answer.at("accepted")).isNotEqualTo(2L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "deflate", "compress", "gzip, gzip", "zstd, gzip", "snappy"})
    void anotherCodingIsUnsupported(String coding) {
        send(coding, gzip(LINES)).isProblem(415, "UNSUPPORTED_MEDIA_TYPE");
    }

    @Test
    void identityIsNoCoding() {
        send("identity", LINES.getBytes(StandardCharsets.UTF_8)).isOk(200);
    }

    @Test
    void aRequestForASchemaTakesNoCoding() {
        server.send(server.request("/api/v1/schemas")
                        .header("Content-Type", "application/json")
                        .header("Content-Encoding", "gzip")
                        .POST(BodyPublishers.ofByteArray(gzip("{\"name\":\"z\",\"definition\":{}}"))))
                .isProblem(415, "UNSUPPORTED_MEDIA_TYPE");
    }
}
