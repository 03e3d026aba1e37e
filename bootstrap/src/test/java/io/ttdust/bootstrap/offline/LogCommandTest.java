package io.ttdust.bootstrap.offline;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.adapters.wal.FileRecordLog;
import io.ttdust.adapters.wal.LogSettings;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.record.RecordAttributes;
import io.ttdust.domain.record.RecordBatch;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@Tag("F04")
class LogCommandTest {

    private static final StreamId CLICKS = new StreamId(new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0001L));
    private static final StreamId ORDERS = new StreamId(new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0002L));

    @TempDir
    private Path data = Path.of("");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /// Two commits of CLICKS, one of ORDERS, on a log that was closed in order.
    @BeforeEach
    void write() throws Exception {
        try (FileRecordLog log = FileRecordLog.open(
                new LogSettings(data.resolve("wal"), 1 << 20, 1, 64 << 10, 0, 0),
                InstantSource.system(),
                List.of(),
                batch -> {},
                failure -> {})) {
            append(log, CLICKS, "{\"n\":0}", RecordAttributes.NONE);
            append(
                    log,
                    CLICKS,
                    "{\"n\":1}",
                    new RecordAttributes("key-1", "user-1", Map.of("b", "2", "a", "1"), 1_700_000_000_000_000L));
            append(log, ORDERS, "{\"total\": 9}", RecordAttributes.NONE);
        }
    }

    private static void append(FileRecordLog log, StreamId stream, String payload, RecordAttributes own)
            throws Exception {
        RecordBatch batch = RecordBatch.builder(1, 64)
                .add(payload.getBytes(StandardCharsets.UTF_8), own)
                .build();
        log.append(stream, 0, 1, batch).get(30, TimeUnit.SECONDS);
    }

    private int run(String... arguments) {
        return LogCommand.run(new PrintWriter(out), new PrintWriter(err), arguments);
    }

    private void flipABitOfTheFirstCommit() throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("wal"))) {
            Path first = files.filter(file -> file.toString().endsWith(".wal"))
                    .sorted()
                    .toList()
                    .getFirst();
            try (RandomAccessFile file = new RandomAccessFile(first.toFile(), "rw")) {
                file.seek(4096 + 100);
                int old = file.read();
                file.seek(4096 + 100);
                file.write(old ^ 1);
            }
        }
    }

    @Test
    void inspectListsFilesAndPartitions() {
        assertThat(run("inspect", data.toString())).isZero();
        assertThat(out.toString())
                .contains("00000000000000000000.wal", "in use", CLICKS.toString(), "0..1", ORDERS.toString(), "0..0")
                .contains("The log is whole.");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void verifyCountsWhatItChecked() {
        assertThat(run("verify", data.resolve("wal").toString())).isZero();
        assertThat(out.toString()).contains("3 records in", "The log is whole.");
    }

    @Test
    void damageIsSaidWithItsPlaceAndExitCode() throws Exception {
        flipABitOfTheFirstCommit();
        assertThat(run("verify", data.toString())).isEqualTo(1);
        assertThat(out.toString()).contains("DAMAGED: 00000000000000000000.wal", "LSN 4096 to 8192", "Keep all files");

        assertThat(run("inspect", "--json", data.toString())).isEqualTo(1);
        assertThat(out.toString()).contains("\"whole\":false", "\"damage\":true", "\"lsn\":4096");
    }

    @Test
    void dumpPrintsRecordsAsTheyCame() {
        assertThat(run("dump", data.toString())).isZero();
        List<String> lines = out.toString().lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).contains("\"stream_id\":\"" + CLICKS, "\"payload\":{\"n\":0}");
        assertThat(lines.get(1))
                .contains(
                        "\"sequence_number\":1",
                        "\"partition_key\":\"user-1\"",
                        "\"idempotency_key\":\"key-1\"",
                        "\"event_time\":\"2023-11-14T22:13:20Z\"",
                        "\"metadata\":{\"a\":\"1\",\"b\":\"2\"}");
        assertThat(lines.get(2)).endsWith("\"payload\":{\"total\": 9}}");
    }

    @Test
    void dumpCanBeNarrowed() {
        assertThat(run("dump", data.toString(), "--stream", CLICKS.toString(), "--from", "1"))
                .isZero();
        assertThat(out.toString().lines()).hasSize(1).first().asString().contains("{\"n\":1}");
        out.getBuffer().setLength(0);
        assertThat(run("dump", data.toString(), "--limit", "2")).isZero();
        assertThat(out.toString().lines()).hasSize(2);
        out.getBuffer().setLength(0);
        assertThat(run("dump", data.toString(), "--partition", "1")).isZero();
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aWrongCallSaysWhatIsRight() {
        assertThat(run("inspect", data.resolve("nowhere").toString())).isEqualTo(2);
        assertThat(err.toString()).contains("no log in", "log-id");
        assertThat(run("dump", data.toString(), "--stream", "clicks")).isEqualTo(2);
        assertThat(err.toString()).contains("takes the id of a stream");
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).contains("inspect, verify, dump or restore");
    }

    @Test
    void theHelpOfEveryCommandIsThere() {
        for (String command : List.of("inspect", "verify", "dump", "restore")) {
            assertThat(run(command, "--help")).isZero();
        }
        assertThat(out.toString()).contains("Exit code 1", "--stream=ID", "[DIR]");
    }
}
