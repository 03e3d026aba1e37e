package io.ttdust.adapters.wal;

import static io.ttdust.adapters.wal.SimulatedLog.CLICKS;
import static io.ttdust.adapters.wal.SimulatedLog.ORDERS;
import static io.ttdust.adapters.wal.SimulatedLog.append;
import static io.ttdust.adapters.wal.SimulatedLog.payload;
import static io.ttdust.adapters.wal.SimulatedLog.payloads;
import static io.ttdust.adapters.wal.SimulatedLog.segments;
import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.adapters.wal.file.SimulatedDisk;
import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.log.LogPin;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.storage.Checkpoint;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// One short story of appends, flushes and releases, ended at each of its operations on the disk.
@Timeout(110)
class ReleaseCrashTest {

    private final SimulatedLog logs = new SimulatedLog();
    private final Map<StreamId, Integer> acknowledged = new HashMap<>();

    @AfterEach
    void close() {
        logs.close();
    }

    /// Three starts, three flushes; releases of two segments, of none because of a pin, by the pin, and at a start.
    private void live() throws Exception {
        FileRecordLog log = logs.open();
        add(log, ORDERS, 1);
        add(log, CLICKS, 11);
        logs.commit(log, ORDERS, 0, 1);
        logs.flush(log, CLICKS, 10);
        add(log, CLICKS, 6);
        LogPin pin = log.pin();
        logs.flush(log, CLICKS, 16);
        pin.close();
        logs.close();
        log = logs.open();
        add(log, CLICKS, 6);
        logs.commit(log, CLICKS, 0, 23);
        logs.kill();
        log = logs.open();
        add(log, ORDERS, 1);
    }

    private void add(FileRecordLog log, StreamId stream, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            int next = acknowledged.getOrDefault(stream, 0);
            assertThat(append(log, stream, payload(next + " ", 10_000)).firstOffset())
                    .isEqualTo(next);
            acknowledged.put(stream, next + 1);
        }
    }

    @Test
    @Tag("F08")
    @Tag("F09")
    @Tag("F13")
    void aKillAtAnyOperationLosesNothingThatIsNotFlushedAndKeepsNoSegmentForNothing() throws Exception {
        live();
        long operations = logs.disk.operations();
        for (int kill = 1; kill <= operations; kill++) {
            for (int way = 0; way < 3; way++) {
                logs.switchTo(new SimulatedDisk());
                logs.flushed = List.of();
                acknowledged.clear();
                logs.disk.killAtOperation(kill);
                try {
                    live();
                } catch (StorageException | IOException | ExecutionException e) {
                    assertThat(e).hasStackTraceContaining("killed");
                }
                crash(way, kill);
                logs.close();
                check("killed at operation %d, way %d".formatted(kill, way));
            }
        }
    }

    private void crash(int way, int kill) {
        switch (way) {
            case 0 -> logs.disk.killProcess();
            case 1 -> logs.disk.cutPowerLosingAll();
            default -> logs.disk.cutPower(new SplittableRandom(kill));
        }
    }

    /// Three restarts: after the kill, after a power cut that leaves only what is durable, and a clean one.
    private void check(String when) throws Exception {
        Map<StreamId, Long> ends = new HashMap<>();
        for (int start = 0; start < 3; start++) {
            FileRecordLog log = logs.open();
            for (StreamId stream : List.of(CLICKS, ORDERS)) {
                long end = checked(log, stream, when);
                assertThat(ends.getOrDefault(stream, end)).as(when).isEqualTo(end);
                ends.put(stream, end);
            }
            if (start == 1) {
                assertThat(log.recovery().commitsCut()).as(when).isZero();
                logs.close();
            } else if (start == 0) {
                logs.disk.cutPowerLosingAll();
                logs.close();
            } else {
                assertThat(log.recovery().bytesRewritten()).as(when).isZero();
                for (StreamId stream : List.of(CLICKS, ORDERS)) {
                    assertThat(append(log, stream, "next").firstOffset())
                            .as(when)
                            .isEqualTo(ends.get(stream));
                }
            }
        }
    }

    /// Answers the stream's end offset.
    private long checked(FileRecordLog log, StreamId stream, String when) {
        int flushed = (int) logs.flushed.stream()
                .filter(one -> one.stream().equals(stream))
                .mapToLong(Checkpoint::offset)
                .max()
                .orElse(0);
        List<String> left = payloads(log, stream, 0, flushed);
        long end = (long) flushed + left.size();
        for (int i = 0; i < left.size(); i++) {
            assertThat(left.get(i)).as(when).startsWith((flushed + i) + " ");
        }
        assertThat(end).as(when).isGreaterThanOrEqualTo(acknowledged.getOrDefault(stream, 0));
        assertThat(log.firstOffsetAt(stream, 0, Long.MAX_VALUE)).as(when).isEqualTo(end);
        assertThat(segments(logs.disk)).as(when).hasSizeLessThanOrEqualTo(4);
        return end;
    }
}
