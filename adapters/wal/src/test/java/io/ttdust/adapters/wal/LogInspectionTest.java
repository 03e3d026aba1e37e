package io.ttdust.adapters.wal;

import static io.ttdust.adapters.wal.SimulatedLog.CLICKS;
import static io.ttdust.adapters.wal.SimulatedLog.ORDERS;
import static io.ttdust.adapters.wal.SimulatedLog.append;
import static io.ttdust.adapters.wal.SimulatedLog.segments;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.ttdust.adapters.wal.file.DiskFiles;
import io.ttdust.adapters.wal.format.DamagedLogException;
import io.ttdust.adapters.wal.inspection.LogFlaw;
import io.ttdust.adapters.wal.inspection.LogInspection;
import io.ttdust.adapters.wal.inspection.PartitionSummary;
import io.ttdust.adapters.wal.inspection.SegmentSummary;
import io.ttdust.adapters.wal.inspection.SegmentSummary.State;
import io.ttdust.application.port.StorageException;
import io.ttdust.domain.record.LoggedBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Looking into a log says what recovery would find, goes on behind damage, and changes nothing.
@Timeout(60)
@Tag("F04")
class LogInspectionTest extends ThreeSegments {

    private LogInspection inspect() throws IOException {
        return LogInspection.ofRecords(logs.disk.mount(), (batch, lsn) -> {});
    }

    @Test
    void aWholeLogIsListedByFileAndByPartitionAndStaysAsItIs() throws Exception {
        Map<String, ByteBuffer> before = SimulatedLog.contents(logs.disk);
        LogInspection inspection = inspect();

        assertThat(inspection.flaws()).isEmpty();
        assertThat(inspection.startLsn()).isZero();
        assertThat(inspection.segments())
                .extracting(SegmentSummary::name, SegmentSummary::state, SegmentSummary::session)
                .containsExactly(
                        tuple(segments.get(0), State.IN_USE, 1L),
                        tuple(segments.get(1), State.IN_USE, 1L),
                        tuple(segments.get(2), State.IN_USE, 1L));
        assertThat(inspection.segments().stream()
                        .mapToLong(SegmentSummary::records)
                        .sum())
                .isEqualTo(18);
        assertThat(inspection.partitions())
                .extracting(
                        PartitionSummary::stream,
                        PartitionSummary::firstOffset,
                        PartitionSummary::endOffset,
                        PartitionSummary::records,
                        PartitionSummary::frames)
                .containsExactly(tuple(CLICKS, 0L, 4L, 4L, 3L), tuple(ORDERS, 0L, 14L, 14L, 14L));
        assertThat(SimulatedLog.contents(logs.disk)).isEqualTo(before);
    }

    @Test
    void everyRecordIsShownInTheOrderOfTheLog() throws Exception {
        List<String> shown = new ArrayList<>();
        List<Long> lsns = new ArrayList<>();
        LogInspection.ofRecords(logs.disk.mount(), (batch, lsn) -> {
            lsns.add(lsn);
            shown.addAll(payloads(batch));
        });

        assertThat(shown.subList(0, 5)).startsWith("a", "b", "c", "d").hasSize(5);
        assertThat(shown).hasSize(18);
        assertThat(lsns).isSorted().hasSize(17);
    }

    private static List<String> payloads(LoggedBatch batch) {
        List<String> payloads = new ArrayList<>();
        for (int i = 0; i < batch.records().size(); i++) {
            payloads.add(
                    StandardCharsets.UTF_8.decode(batch.records().payload(i)).toString());
        }
        return payloads;
    }

    @Test
    void aFlippedBitInAProvenCommitIsDamageAndWhatFollowsIsStillRead() throws Exception {
        damage(segments.getFirst(), 2 * BLOCK + 100);
        LogInspection inspection = inspect();

        assertThat(inspection.flaws())
                .extracting(LogFlaw::damage)
                .contains(true)
                .doesNotContain(false);
        assertThat(inspection.flaws())
                .anySatisfy(flaw -> assertThat(flaw.what())
                        .contains(segments.getFirst(), "from LSN 8192 to 12288", "durable records lay"))
                .anySatisfy(flaw -> assertThat(flaw.what()).contains("at offset 3 where offset 1 was to come"));
        assertThat(inspection.partitions())
                .extracting(PartitionSummary::records)
                .containsExactly(2L, 14L);
        assertThatThrownBy(logs::open).isInstanceOf(DamagedLogException.class);
    }

    @Test
    void anInspectionFindsDamageWhereverAStartDoes() throws Exception {
        for (String segment : segments) {
            for (int at = 0; at < 6 * BLOCK; at += 1021) {
                damage(segment, at);
                boolean damaged = inspect().flaws().stream().anyMatch(LogFlaw::damage);
                boolean refused = false;
                try {
                    logs.open();
                } catch (DamagedLogException e) {
                    refused = true;
                }
                assertThat(damaged).as("%s, byte %d", segment, at).isEqualTo(refused);
            }
        }
    }

    @Test
    void aMissingSegmentIsDamage() throws Exception {
        for (String segment : segments.subList(0, 2)) {
            logs.switchTo(whole.copy());
            logs.disk.remove(segment);
            assertThat(inspect().flaws())
                    .as(segment)
                    .extracting(LogFlaw::damage)
                    .contains(true);
        }
    }

    @Test
    void aTornLastCommitIsNoDamage() throws Exception {
        byte[] bytes = whole.bytes(segments.getLast());
        int last = bytes.length - BLOCK;
        while (bytes[last] == 0) {
            last -= BLOCK;
        }
        damage(segments.getLast(), last + 30);

        assertThat(inspect().flaws()).noneMatch(LogFlaw::damage);
        assertThat(inspect().partitions()).extracting(PartitionSummary::records).containsExactly(4L, 13L);
    }

    @Test
    void whatIsReleasedOrGivenUpIsNamedSo() throws Exception {
        FileRecordLog log = logs.open();
        logs.flush(log, CLICKS, 4);
        logs.flush(log, ORDERS, 14);
        log.close();
        LogInspection inspection = inspect();

        assertThat(inspection.startLsn()).isPositive();
        assertThat(inspection.flaws()).isEmpty();
        assertThat(inspection.partitions()).isEmpty();
        assertThat(inspection.segments()).extracting(SegmentSummary::state).containsOnly(State.IN_USE);
    }

    @Test
    void aRealDirectoryIsReadWithoutItsLock(@TempDir Path directory) throws Exception {
        try (FileRecordLog log = FileRecordLog.open(
                new LogSettings(directory, 64 << 10, 2, 32 << 10, 0, 0),
                InstantSource.system(),
                List.of(),
                batch -> {},
                failure -> {})) {
            append(log, CLICKS, "a");
            List<String> before = names(directory);
            LogInspection inspection = LogInspection.of(DiskFiles.readOnly(directory));

            assertThat(inspection.id()).isEqualTo(log.id());
            assertThat(inspection.partitions())
                    .extracting(PartitionSummary::endOffset)
                    .containsExactly(1L);
            assertThat(names(directory)).containsAll(before);
        }
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("spare-"))
                    .toList();
        }
    }

    @Test
    void whereThereIsNoLogItSaysSo(@TempDir Path directory) {
        assertThatThrownBy(() -> LogInspection.of(DiskFiles.readOnly(directory)))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("there is no log");
    }
}
