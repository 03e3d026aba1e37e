package io.ttdust.adapters.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.adapters.wal.file.SimulatedDisk;
import io.ttdust.adapters.wal.format.SyncMode;
import io.ttdust.adapters.wal.index.Place;
import io.ttdust.adapters.wal.inspection.LogInspection;
import io.ttdust.adapters.wal.loss.Hole;
import io.ttdust.adapters.wal.recovery.RecoveryReport;
import io.ttdust.application.port.StorageException;
import io.ttdust.domain.record.LoggedBatch;
import io.ttdust.domain.record.RecordAttributes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The log's format as it lies in files: `golden/valid` is a whole log, every other folder holds the blocks in which
/// a case differs from it ([GoldenCases]), and `expected.txt` says what a look into the log and a start make of it.
/// What was written once must be read for ever, and what is written now must be the same bytes.
///
/// Format version 1 is frozen, and so are these files: none of them is ever changed or written anew. A case may be
/// added; the one that [GoldenInjuries] or [GoldenSequels] makes and that has no folder yet gets its folder by
/// `mvn -pl adapters/wal -am -Dtest=GoldenFilesTest -Dsurefire.failIfNoSpecifiedTests=false
/// -Dttdust.golden.add=true test`, and its `expected.txt` is to be read before it is committed. In an `expected.txt`
/// that is there only the words of a message may change, by hand. A version 2 gets a folder of its own beside this.
@Timeout(60)
@Tag("F04")
@Tag("F29")
class GoldenFilesTest {

    private static final String ADD = "ttdust.golden.add";

    /// Names and bytes of the files in `golden/valid`, in order.
    private static final String FROZEN = "78bb2d6f199e67edb53bf57713873751cb2302dbe7dd760ac359af9126d69847";

    private static final long FILES_BYTES_MAX = 256 << 10;
    private static final List<Place> PLACES = List.of(
            new Place(SimulatedLog.CLICKS, 0),
            new Place(SimulatedLog.CLICKS, 1),
            new Place(SimulatedLog.ORDERS, 2),
            new Place(SimulatedLog.CLICKS, 3),
            new Place(SimulatedLog.ORDERS, 3));

    /// When the golden log is opened to be read: a minute after its streams were made.
    private static final long NOW = SimulatedLog.CLICKS.unixMillis() * 1_000 + 60_000_000;

    static List<String> cases() throws IOException {
        return GoldenCases.names();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void whatWasWrittenOnceIsReadAsItWas(String name) throws Exception {
        assertThat(outcome(GoldenCases.log(name))).isEqualTo(GoldenCases.expected(name));
    }

    @Test
    void whatIsWrittenNowIsWhatWasWrittenOnce() throws Exception {
        Map<String, byte[]> valid = GoldenLog.files();
        Map<String, Map<String, byte[]>> logs = new TreeMap<>(GoldenInjuries.of(valid));
        logs.putAll(GoldenSequels.of(valid));
        Map<String, Map<String, byte[]>> written = new TreeMap<>();
        logs.forEach((name, log) -> written.put(name, GoldenCases.differences(valid, log)));
        logs.put(GoldenCases.VALID, valid);
        written.put(GoldenCases.VALID, valid);
        if (Boolean.getBoolean(ADD)) {
            for (Map.Entry<String, Map<String, byte[]>> one : written.entrySet()) {
                Map<String, byte[]> log = logs.getOrDefault(one.getKey(), Map.of());
                GoldenCases.add(one.getKey(), one.getValue(), outcome(log));
            }
        }

        assertThat(cases()).containsExactlyElementsOf(written.keySet());
        long sum = 0;
        for (Map.Entry<String, Map<String, byte[]>> one : written.entrySet()) {
            Map<String, byte[]> golden = GoldenCases.stored(one.getKey());
            assertThat(golden.keySet())
                    .as(one.getKey())
                    .isEqualTo(one.getValue().keySet());
            for (Map.Entry<String, byte[]> file : one.getValue().entrySet()) {
                assertThat(golden.get(file.getKey()))
                        .as("%s/%s", one.getKey(), file.getKey())
                        .isEqualTo(file.getValue());
                sum += file.getValue().length;
            }
        }
        assertThat(sum).isLessThan(FILES_BYTES_MAX);
    }

    @Test
    void theValidLogIsTheOneOfTheFreeze() throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (Map.Entry<String, byte[]> file :
                GoldenCases.stored(GoldenCases.VALID).entrySet()) {
            digest.update(file.getKey().getBytes(StandardCharsets.UTF_8));
            digest.update(file.getValue());
        }

        assertThat(HexFormat.of().formatHex(digest.digest()))
                .as("format version 1 is frozen: FORMAT.md says what may be added and how")
                .isEqualTo(FROZEN);
    }

    private static String outcome(Map<String, byte[]> files) throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        files.forEach(disk::put);
        List<String> lines = new ArrayList<>();
        lines.add("inspection");
        inspect(disk, lines);
        lines.add("start");
        start(disk, lines);
        return String.join("\n", lines) + "\n";
    }

    private static void inspect(SimulatedDisk disk, List<String> lines) throws IOException {
        try {
            LogInspection found = LogInspection.ofRecords(disk.mount(), (batch, lsn) -> {});
            lines.add("  log %s from LSN %d to %d".formatted(found.id(), found.startLsn(), found.endLsn()));
            found.segments().forEach(one -> lines.add("  " + one));
            found.partitions().forEach(one -> lines.add("  " + one));
            found.flaws().forEach(one -> lines.add("  " + one));
        } catch (StorageException e) {
            lines.add(thrown(e));
        }
    }

    private static void start(SimulatedDisk disk, List<String> lines) throws IOException {
        try (FileRecordLog log = GoldenLog.open(disk.mount(), SyncMode.EVERY, NOW, List.of())) {
            RecoveryReport report = log.recovery();
            lines.add(
                    "  kept %d segments, %d commits, %d records; cut %d commits, %d records, %d bytes; rewrote %d bytes"
                            .formatted(
                                    report.segments(),
                                    report.commits(),
                                    report.records(),
                                    report.commitsCut(),
                                    report.recordsCut(),
                                    report.bytesCut(),
                                    report.bytesRewritten()));
            for (Hole hole : log.losses().holes()) {
                lines.add("  " + hole);
            }
            for (Place place : PLACES) {
                lines.add("  %s partition %d, lost %s"
                        .formatted(
                                place.stream(),
                                place.partition(),
                                log.losses().ranges().getOrDefault(place, List.of())));
                log.read(place.stream(), place.partition(), 0, log.horizon(), batch -> add(batch, lines));
            }
        } catch (StorageException e) {
            lines.add(thrown(e));
        }
    }

    private static boolean add(LoggedBatch batch, List<String> lines) {
        lines.add("    from offset %d at %d, schema version %d"
                .formatted(batch.firstOffset(), batch.receiveMicros(), batch.schemaVersion()));
        for (int i = 0; i < batch.records().size(); i++) {
            byte[] payload = new byte[batch.records().length(i)];
            batch.records().payload(i).get(payload);
            RecordAttributes attributes = batch.records().attributes(i);
            lines.add("      [%s] %s".formatted(HexFormat.of().formatHex(payload), attributes));
        }
        return true;
    }

    private static String thrown(StorageException refusal) {
        return "  %s: %s".formatted(refusal.getClass().getSimpleName(), refusal.getMessage());
    }
}
