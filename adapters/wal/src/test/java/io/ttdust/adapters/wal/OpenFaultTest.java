package io.ttdust.adapters.wal;

import static io.ttdust.adapters.wal.SimulatedLog.CLICKS;
import static io.ttdust.adapters.wal.SimulatedLog.append;
import static io.ttdust.adapters.wal.SimulatedLog.payload;
import static io.ttdust.adapters.wal.SimulatedLog.payloads;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.adapters.wal.file.SimulatedDisk;
import io.ttdust.application.port.StorageException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A log that cannot be opened, or closed, leaves nothing behind that works in a directory given free.
@Timeout(60)
class OpenFaultTest {

    private static final int STEPS_MAX = 100;

    private final SimulatedLog logs = new SimulatedLog();

    @AfterEach
    void close() {
        logs.close();
    }

    @Test
    @Tag("F06")
    void openingThatFailsAtAnySyncLeavesNoFileOpenAndNoThread() throws Exception {
        append(logs.open(), CLICKS, "a");
        logs.kill();
        SimulatedDisk disk = logs.disk;
        Set<Thread> threads = threads();
        int failed = 0;
        boolean opened = false;
        while (!opened && failed < STEPS_MAX) {
            logs.switchTo(disk.copy());
            logs.disk.failOwnSync(failed + 1);
            HookedFiles files = new HookedFiles(logs.disk.mount());
            try {
                logs.open(files, 0);
                opened = true;
            } catch (IOException e) {
                failed++;
                assertNothingLeft(files, threads, "sync " + failed);
            }
        }
        assertThat(opened).isTrue();
        assertThat(failed).as("what is rewritten, header, directory, start").isGreaterThan(3);
    }

    /// Whatever fails behind the first segment, such as the memory for staging; the clock is at hand.
    @Test
    void openingThatFailsBehindTheFirstSegmentLeavesNoFileOpenAndNoThread() throws Exception {
        Set<Thread> threads = threads();
        int failed = 0;
        boolean opened = false;
        while (!opened && failed < STEPS_MAX) {
            HookedFiles files = new HookedFiles(new SimulatedDisk().mount());
            try {
                open(files, failingAt(failed + 1)).close();
                opened = true;
            } catch (IllegalStateException e) {
                failed++;
                assertNothingLeft(files, threads, "call " + failed);
            }
        }
        assertThat(opened).isTrue();
        assertThat(failed).as("the release, the room left").isGreaterThan(1);
    }

    @Test
    @Tag("F06")
    void aSegmentThatCannotBeClosedKeepsTheDirectoryFromNoOther() throws Exception {
        HookedFiles files = new HookedFiles(logs.disk.mount());
        FileRecordLog log = open(files, () -> 0);
        append(log, CLICKS, "a");
        files.failClose();

        assertThatThrownBy(log::close).isInstanceOf(StorageException.class).hasMessageContaining("cannot close");

        assertThat(files.opened()).isZero();
        assertThat(files.isClosed()).isTrue();
    }

    @Test
    @Tag("F11")
    void memoryThatRunsOutInACommitBreaksTheLogAndNothingIsAcknowledged() throws Exception {
        HookedFiles files = new HookedFiles(logs.disk.mount());
        CountDownLatch told = new CountDownLatch(1);
        FileRecordLog log = open(files, () -> 0, told::countDown);
        append(log, CLICKS, "a");
        files.beforeEachSync(() -> {
            throw new OutOfMemoryError("a test's");
        });

        assertThatThrownBy(() -> append(log, CLICKS, "b"))
                .hasCauseInstanceOf(StorageException.class)
                .hasRootCauseInstanceOf(OutOfMemoryError.class);

        assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(log.failure()).isNotNull();
        assertThatThrownBy(() -> append(log, CLICKS, "c")).isInstanceOf(StorageException.class);
        files.beforeEachSync(() -> {});
        log.close();
        assertThat(payloads(logs.open(), CLICKS)).startsWith("a").doesNotContain("c");
    }

    @Test
    @Tag("F06")
    void aFullSegmentThatCannotBeClosedLeavesTheNextOneToTheLogsEnd() throws Exception {
        HookedFiles files = new HookedFiles(logs.disk.mount());
        FileRecordLog log = open(files, () -> 0);
        String third = payload("more than a third of a segment", 25_000);
        append(log, CLICKS, third);
        append(log, CLICKS, third);
        files.failClose();

        assertThatThrownBy(() -> append(log, CLICKS, third)).hasRootCauseMessage("Input/output error");
        log.close();

        assertThat(files.opened()).isZero();
        assertThat(payloads(logs.open(), CLICKS)).containsExactly(third, third);
    }

    private static void assertNothingLeft(HookedFiles files, Set<Thread> before, String step) {
        assertThat(files.opened()).as(step).isZero();
        assertThat(files.isClosed()).as(step).isTrue();
        assertThat(before).as(step).containsAll(threads());
    }

    /// Threads of all logs there are; some of those closed before may be about to end.
    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("wal-"))
                .collect(Collectors.toSet());
    }

    private static FileRecordLog open(HookedFiles files, LongSupplier nanoTime) throws IOException {
        return open(files, nanoTime, () -> {}); // the caller is told
    }

    private static FileRecordLog open(HookedFiles files, LongSupplier nanoTime, Runnable onFailure) throws IOException {
        return FileRecordLog.open(
                files,
                SimulatedLog.settings(0),
                InstantSource.system(),
                nanoTime,
                Long.MAX_VALUE,
                List.of(),
                null,
                batch -> {}, // there are no keys
                failure -> onFailure.run());
    }

    /// A clock that fails once in the thread that made it.
    private static LongSupplier failingAt(int call) {
        Thread own = Thread.currentThread();
        AtomicInteger left = new AtomicInteger(call);
        return () -> {
            if (Thread.currentThread().equals(own) && left.decrementAndGet() == 0) {
                throw new IllegalStateException("no time");
            }
            return 0;
        };
    }
}
