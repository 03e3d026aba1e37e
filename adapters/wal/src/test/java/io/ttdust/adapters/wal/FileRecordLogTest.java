package io.ttdust.adapters.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.log.Appended;
import io.ttdust.application.port.log.RecordLogContract;
import io.ttdust.domain.record.RecordBatch;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The contract, on a real directory, and what only a real one can show.
class FileRecordLogTest extends RecordLogContract<FileRecordLog> {

    @TempDir
    private Path directory;

    private final List<FileRecordLog> opened = new ArrayList<>();

    @Override
    protected FileRecordLog open(InstantSource clock) {
        LogSettings settings = new LogSettings(directory, 16 << 20, 1, 1 << 20, 0, 0);
        FileRecordLog log = FileRecordLog.open(settings, clock, List.of(), batch -> {}, failure -> {});
        opened.add(log);
        return log;
    }

    @AfterEach
    void closeAll() {
        opened.forEach(FileRecordLog::close);
    }

    @Test
    void aRestartGoesOnWhereTheLogEnded() throws Exception {
        FileRecordLog log = open(InstantSource.system());
        append(log, CLICKS, 0, "a", "b");
        log.close();

        FileRecordLog again = open(InstantSource.system());

        assertThat(again.recovery().records()).isEqualTo(2);
        assertThat(again.recovery().commitsCut()).isZero();
        assertThat(append(again, CLICKS, 0, "c").firstOffset()).isEqualTo(2);
        assertThat(payloads(again, CLICKS, 0, 0)).containsExactly("a", "b", "c");
    }

    @Test
    @Tag("F13")
    void aSecondLogOnTheDirectoryIsRefusedAndDisturbsNothing() throws Exception {
        FileRecordLog log = open(InstantSource.system());
        append(log, CLICKS, 0, "a");

        assertThatThrownBy(() -> open(InstantSource.system()))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining(directory.toString())
                .hasMessageContaining("in use");

        append(log, CLICKS, 0, "b");
        assertThat(payloads(log, CLICKS, 0, 0)).containsExactly("a", "b");
    }

    @Test
    void aLogIsKnownByTheSixteenBytesOfItsId() throws Exception {
        FileRecordLog log = open(InstantSource.system());
        UUID id = log.id();
        log.close();

        assertThat(open(InstantSource.system()).id()).isEqualTo(id);
        assertThat(HexFormat.of().formatHex(Files.readAllBytes(directory.resolve("log-id"))))
                .isEqualTo(id.toString().replace("-", ""));
    }

    @Test
    @Tag("F10")
    void anInterruptedThreadCanReleaseAndStaysInterrupted() throws Exception {
        FileRecordLog log = open(InstantSource.system());
        byte[] large = new byte[4 << 20];
        for (int i = 0; i < 5; i++) {
            log.append(
                            CLICKS,
                            0,
                            1,
                            RecordBatch.builder(1, large.length).add(large).build())
                    .get(50, TimeUnit.SECONDS);
        }
        assertThat(log.statistics().segments()).isEqualTo(2);

        Thread.currentThread().interrupt();
        log.flushed(List.of(checkpoint(log, CLICKS, 0, 5)));
        boolean stillInterrupted = Thread.interrupted();

        assertThat(stillInterrupted).isTrue();
        assertThat(log.statistics().segments()).isEqualTo(1);
    }

    @Test
    void statisticsCountWhatBecameDurable() throws Exception {
        FileRecordLog log = open(InstantSource.system());
        append(log, CLICKS, 0, "a", "b");
        append(log, ORDERS, 0, "c");
        log.close();

        LogStatistics statistics = log.statistics();

        assertThat(statistics.commits()).isEqualTo(2);
        assertThat(statistics.appends()).isEqualTo(2);
        assertThat(statistics.records()).isEqualTo(3);
        assertThat(statistics.bytes()).isEqualTo(2 * 4096);
        assertThat(statistics.segments()).isEqualTo(1);
        assertThat(statistics.fsyncs())
                .as("header, directory, two commits, a mark or two")
                .isBetween(5L, 6L);
    }

    @Test
    void anAppendOfAHundredRecordsTakesAtMost350BytesOfHeap() throws Exception {
        FileRecordLog log = open(InstantSource.system());
        RecordBatch.Builder builder = RecordBatch.builder(100, 1000);
        for (int i = 0; i < 100; i++) {
            builder.add(new byte[10]);
        }
        RecordBatch batch = builder.build();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        List<Future<Appended>> pending = new ArrayList<>();
        int rounds = 400;
        long before = 0;
        for (int round = -rounds; round < rounds; round++) {
            if (round == 0) {
                before = threads.getTotalThreadAllocatedBytes();
            }
            for (int i = 0; i < 64; i++) {
                pending.add(log.append(CLICKS, i, 1, batch));
            }
            for (Future<Appended> one : pending) {
                one.get(50, TimeUnit.SECONDS);
            }
            pending.clear();
        }

        long bytes = threads.getTotalThreadAllocatedBytes() - before;
        assertThat(bytes / (rounds * 64L)).isBetween(50L, 350L);
    }
}
