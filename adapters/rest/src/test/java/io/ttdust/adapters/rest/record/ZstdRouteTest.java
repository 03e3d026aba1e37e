package io.ttdust.adapters.rest.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import io.ttdust.adapters.rest.Answer;
import io.ttdust.adapters.rest.ServerTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("B11")
class ZstdRouteTest extends ServerTest {

    private static final String LINES = "{\"user_id\":1}\n{\"user_id\":2}\n";
    private static final int MEBIBYTE = 1 << 20;

    private String path = "";

    @BeforeEach
    void newStream() {
        path = server.newStream();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] both(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /// Compresses as a client that streams: without the length, with a checksum.
    private static byte[] streamed(byte[] plain, int windowLog) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZstdOutputStreamNoFinalizer zstd = new ZstdOutputStreamNoFinalizer(out)) {
            zstd.setLong(windowLog).setChecksum(true);
            zstd.write(plain);
        }
        return out.toByteArray();
    }

    private Answer send(byte[] body) {
        return send("zstd", body);
    }

    private Answer send(String coding, byte[] body) {
        return server.send(server.request(path)
                .header("Content-Type", "application/x-ndjson")
                .header("Content-Encoding", coding)
                .POST(BodyPublishers.ofByteArray(body)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"zstd", "Zstd"})
    void zstdIsInflated(String coding) {
        assertThat(send(coding, Zstd.compress(utf8(LINES))).isOk(200).at("accepted"))
                .isEqualTo(2L);
    }

    @Test
    void zstdInChunksWithoutALengthIsInflated() throws IOException {
        Answer answer = server.send(server.request(path)
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "zstd")
                .POST(BodyPublishers.ofByteArrays(List.of(streamed(utf8("[{\"user_id\":1}]"), 20)))));

        assertThat(answer.isOk(200).at("accepted")).isEqualTo(1L);
    }

    @Test
    void severalFramesAreOneBody() {
        byte[] both = both(Zstd.compress(utf8("{\"user_id\":1}\n{\"user_")), Zstd.compress(utf8("id\":2}\n")));

        assertThat(send(both).isOk(200).at("accepted")).isEqualTo(2L);
    }

    @Test
    void aTruncatedBodyIsRefusedAtEveryLength() throws IOException {
        byte[] whole = streamed(utf8(LINES), 20);
        for (int length = 0; length < whole.length; length++) {
            send(Arrays.copyOf(whole, length)).isProblem(400, "INVALID_REQUEST");
        }
        byte[] twice = both(whole, whole);
        for (int length = whole.length + 1; length < twice.length; length++) {
            send(Arrays.copyOf(twice, length)).isProblem(400, "INVALID_REQUEST");
        }
        assertThat(server.get(path + "?start=2026-01-01T00:00:00Z&end=2026-01-01T00:00:01Z")
                        .at("records/0"))
                .isNull();
    }

    @Test
    void aDamagedBodyOrOneWithSomethingBehindItIsRefused() throws IOException {
        byte[] whole = streamed(utf8(LINES), 20);
        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x20;
            assertThat(send(damaged).status()).as("byte %d", at).isEqualTo(400);
        }
        send(both(whole, new byte[1])).isProblem(400, "INVALID_REQUEST");
        send(both(whole, utf8("{\"user_id\":3}"))).isProblem(400, "INVALID_REQUEST");
        send(utf8(LINES)).isProblem(400, "INVALID_REQUEST");
    }

    @Test
    void aBombIsStoppedAtTheCap() {
        byte[] bomb = Zstd.compress(new byte[200 * MEBIBYTE]);
        assertThat(bomb.length).isLessThan(MEBIBYTE);

        send(bomb).isProblem(413, "PAYLOAD_TOO_LARGE");
    }

    @Test
    void aBodyThatInflatesToTheCapIsTakenAndOneByteMoreIsNot() {
        byte[] plain = new byte[16 * MEBIBYTE + 1];
        Arrays.fill(plain, (byte) '\n');
        System.arraycopy(utf8(LINES), 0, plain, 0, LINES.length());

        assertThat(send(Zstd.compress(Arrays.copyOf(plain, 16 * MEBIBYTE)))
                        .isOk(200)
                        .at("accepted"))
                .isEqualTo(2L);
        send(Zstd.compress(plain)).isProblem(413, "PAYLOAD_TOO_LARGE");
    }

    @Test
    void aWindowBeyondEightMebibytesIsRefusedBeforeItIsAllocated() throws IOException {
        byte[] noise = new byte[2 * MEBIBYTE];
        new Random(5).nextBytes(noise);

        assertThat(send(streamed(utf8(LINES), 23)).isOk(200).at("accepted")).isEqualTo(2L);
        send(streamed(noise, 24)).isProblem(400, "INVALID_REQUEST");
        // The header alone: no length, a window of 2 TiB.
        send(new byte[] {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0, (byte) (31 << 3), 1, 0, 0})
                .isProblem(400, "INVALID_REQUEST");
    }

    @Test
    void zstdInsideZstdIsNotJson() {
        Answer answer = send(Zstd.compress(Zstd.compress(utf8(LINES))));

        assertThat(answer.status()).isIn(200, 400);
        assertThat(answer.at("accepted")).isNotEqualTo(2L);
    }

    @Test
    void aRequestForASchemaTakesNoCoding() {
        server.send(server.request("/api/v1/schemas")
                        .header("Content-Type", "application/json")
                        .header("Content-Encoding", "zstd")
                        .POST(BodyPublishers.ofByteArray(Zstd.compress(utf8("{\"name\":\"z\",\"definition\":{}}")))))
                .isProblem(415, "UNSUPPORTED_MEDIA_TYPE");
    }
}
