package io.ttdust.adapters.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.adapters.wal.file.SimulatedDisk;
import io.ttdust.adapters.wal.format.Blocks;
import io.ttdust.adapters.wal.format.SyncMode;
import io.ttdust.adapters.wal.loss.Hole;
import io.ttdust.adapters.wal.loss.Place;
import io.ttdust.adapters.wal.recovery.LogInspection;
import io.ttdust.adapters.wal.recovery.RecoveryReport;
import io.ttdust.application.port.StorageException;
import io.ttdust.domain.record.LoggedBatch;
import io.ttdust.domain.record.RecordAttributes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The log's format as it lies in files: `golden/valid` is a whole log, every other folder holds the blocks in which
/// a case differs from it (`file@number`), and `expected.txt` says what a look into the log and a start make of it.
/// What was written
/// once must be read for ever, and what is written now must be the same bytes.
///
/// After an intended change of the format, the files are written anew by
/// `mvn -pl adapters/wal -am -Dtest=GoldenFilesTest -Dsurefire.failIfNoSpecifiedTests=false
/// -Dttdust.golden.write=src/test/resources/golden test`; what git then shows is what has changed.
@Timeout(60)
@Tag("F04")
@Tag("F29")
class GoldenFilesTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final String WRITE = "ttdust.golden.write";
    private static final String VALID = "valid";
    private static final String EXPECTED = "expected.txt";
    private static final long FILES_BYTES_MAX = 200 << 10;
    private static final List<Place> PLACES = List.of(
            new Place(SimulatedLog.CLICKS, 0),
            new Place(SimulatedLog.CLICKS, 1),
            new Place(SimulatedLog.ORDERS, 2),
            new Place(SimulatedLog.CLICKS, 3),
            new Place(SimulatedLog.ORDERS, 3));

    /// When the golden log is opened to be read: a minute after its streams were made.
    private static final long NOW = SimulatedLog.CLICKS.unixMillis() * 1_000 + 60_000_000;

    static List<String> cases() throws IOException {
        try (Stream<Path> folders = Files.list(GOLDEN)) {
            return folders.map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void whatWasWrittenOnceIsReadAsItWas(String name) throws Exception {
        Map<String, byte[]> files = name.equals(VALID) ? files(VALID) : patched(files(VALID), files(name));

        assertThat(outcome(files))
                .isEqualTo(Files.readString(GOLDEN.resolve(name).resolve(EXPECTED)));
    }

    @Test
    void whatIsWrittenNowIsWhatWasWrittenOnce() throws Exception {
        Map<String, Map<String, byte[]>> written = new TreeMap<>();
        Map<String, byte[]> valid = GoldenLog.files();
        written.put(VALID, valid);
        GoldenInjuries.of(valid).forEach((name, injured) -> written.put(name, blocks(valid, injured)));
        String target = System.getProperty(WRITE);
        if (target != null) {
            write(Path.of(target), written);
        }

        assertThat(cases()).containsExactlyElementsOf(written.keySet());
        long sum = 0;
        for (Map.Entry<String, Map<String, byte[]>> one : written.entrySet()) {
            Map<String, byte[]> golden = files(one.getKey());
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

    private static void write(Path target, Map<String, Map<String, byte[]>> written) throws IOException {
        for (Map.Entry<String, Map<String, byte[]>> one : written.entrySet()) {
            Path folder = Files.createDirectories(target.resolve(one.getKey()));
            Map<String, byte[]> valid = written.getOrDefault(VALID, Map.of());
            Map<String, byte[]> all = one.getKey().equals(VALID) ? valid : patched(valid, one.getValue());
            for (Map.Entry<String, byte[]> file : one.getValue().entrySet()) {
                Files.write(folder.resolve(file.getKey()), file.getValue());
            }
            Files.writeString(folder.resolve(EXPECTED), outcome(all));
        }
    }

    /// The blocks in which files differ from those of the valid log, each named by its file and its number there.
    private static Map<String, byte[]> blocks(Map<String, byte[]> valid, Map<String, byte[]> injured) {
        Map<String, byte[]> blocks = new TreeMap<>();
        injured.forEach((name, bytes) -> {
            byte[] before = valid.getOrDefault(name, new byte[0]);
            for (int at = 0; at < bytes.length; at += Blocks.BYTES) {
                int end = Math.min(bytes.length, at + Blocks.BYTES);
                if (!Arrays.equals(before, at, end, bytes, at, end)) {
                    blocks.put(name + "@" + at / Blocks.BYTES, Arrays.copyOfRange(bytes, at, end));
                }
            }
        });
        return blocks;
    }

    private static Map<String, byte[]> patched(Map<String, byte[]> valid, Map<String, byte[]> blocks) {
        Map<String, byte[]> files = new TreeMap<>(valid);
        blocks.forEach((name, block) -> {
            int at = name.indexOf('@');
            String file = name.substring(0, at);
            byte[] bytes = files.getOrDefault(file, new byte[0]).clone();
            System.arraycopy(block, 0, bytes, Integer.parseInt(name.substring(at + 1)) * Blocks.BYTES, block.length);
            files.put(file, bytes);
        });
        return files;
    }

    private static Map<String, byte[]> files(String name) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(GOLDEN.resolve(name))) {
            for (Path file : all.toList()) {
                if (!file.endsWith(EXPECTED)) {
                    files.put(file.getFileName().toString(), Files.readAllBytes(file));
                }
            }
        }
        return files;
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
