package io.ttdust.adapters.wal;

import static io.ttdust.adapters.wal.SimulatedLog.CLICKS;
import static io.ttdust.adapters.wal.SimulatedLog.ORDERS;
import static io.ttdust.adapters.wal.SimulatedLog.PER_SEGMENT;
import static io.ttdust.adapters.wal.SimulatedLog.append;
import static io.ttdust.adapters.wal.SimulatedLog.fill;
import static io.ttdust.adapters.wal.SimulatedLog.payload;
import static io.ttdust.adapters.wal.SimulatedLog.segments;
import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.adapters.wal.archive.LogArchive;
import io.ttdust.adapters.wal.file.SimulatedDisk;
import io.ttdust.application.port.storage.InMemoryObjectStore;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What comes into the archive, and what is kept until it is there.
@Timeout(60)
class ArchiveTest {

    private static final Duration WAIT_MAX = Duration.ofSeconds(20);

    private final SimulatedLog logs = new SimulatedLog();
    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();

    private final AtomicInteger pauses = new AtomicInteger();

    @BeforeEach
    void archive() {
        logs.archive = new LogArchive(store, "node-a", new LogArchive.Listener() {
            @Override
            public void archived(String key, long bytes) {}

            @Override
            public void failed(Throwable cause) {
                failures.add(cause);
            }

            @Override
            public void caughtUp() {
                pauses.incrementAndGet();
            }
        });
    }

    @AfterEach
    void close() {
        logs.close();
    }

    static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + WAIT_MAX.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(1_000_000); // the archiver tells nobody
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    @Test
    void everySegmentButTheNewestLiesThereUpToItsLastCommit() throws Exception {
        FileRecordLog log = logs.open();
        for (int i = 0; i < 10; i++) {
            append(log, CLICKS, payload("x", 14_000)); // three fill a segment, but for its last blocks
        }

        await(() -> log.statistics().archived() == 3);

        SortedMap<String, byte[]> stored = store.snapshot();
        List<String> names = segments(logs.disk);
        assertThat(stored.keySet())
                .containsExactlyElementsOf(names.subList(0, 3).stream()
                        .map(name -> "wal-archive/node-a/" + name)
                        .toList());
        for (String name : names.subList(0, 3)) {
            byte[] archived = stored.getOrDefault("wal-archive/node-a/" + name, new byte[0]);
            byte[] file = logs.disk.bytes(name);
            assertThat(archived).isEqualTo(Arrays.copyOf(file, archived.length));
            assertThat(archived).hasSizeGreaterThan(50_000).hasSizeLessThan(file.length);
        }
    }

    @Test
    void whatIsFlushedStaysUntilItIsArchived() throws Exception {
        store.goAway();
        FileRecordLog log = logs.open();
        fill(log, CLICKS, 3 * PER_SEGMENT);
        logs.flush(log, CLICKS, 3 * PER_SEGMENT);
        await(() -> !failures.isEmpty());
        assertThat(segments(logs.disk)).hasSize(3);

        store.comeBack();

        await(() -> segments(logs.disk).size() == 1);
        await(() -> pauses.get() > 0);
        assertThat(store.snapshot()).hasSize(2);
        assertThat(append(log, CLICKS, "on").firstOffset()).isEqualTo(3 * PER_SEGMENT);
    }

    @Test
    void aLostAnswerIsNoHarm() throws Exception {
        store.loseNextAnswer();
        FileRecordLog log = logs.open();
        fill(log, CLICKS, 2 * PER_SEGMENT);

        await(() -> log.statistics().archived() == 1);

        assertThat(failures).hasSize(1);
        assertThat(store.snapshot()).hasSize(1);
    }

    @Test
    void theNextStartFindsOutWhatIsThereAndCopiesTheRest() throws Exception {
        FileRecordLog first = logs.open();
        fill(first, CLICKS, 2 * PER_SEGMENT + 1);
        await(() -> first.statistics().archived() == 2);
        store.goAway();
        fill(first, ORDERS, PER_SEGMENT);
        logs.kill();
        store.comeBack();
        store.failNextPut();

        FileRecordLog log = logs.open();
        await(() -> log.statistics().archived() == 4);

        assertThat(failures).isNotEmpty();
        logs.flush(log, CLICKS, 2 * PER_SEGMENT + 1);
        logs.flush(log, ORDERS, PER_SEGMENT);
        assertThat(segments(logs.disk)).hasSize(1);
        assertThat(store.snapshot()).hasSize(4);
    }

    @Test
    void aSegmentOfAnotherLogIsNeverTakenForTheOwn() throws Exception {
        FileRecordLog first = logs.open();
        fill(first, CLICKS, PER_SEGMENT + 1);
        await(() -> first.statistics().archived() == 1);
        SortedMap<String, byte[]> before = store.snapshot();
        logs.switchTo(new SimulatedDisk());

        FileRecordLog other = logs.open();
        fill(other, CLICKS, PER_SEGMENT + 1);
        logs.flush(other, CLICKS, PER_SEGMENT + 1);
        await(() -> !failures.isEmpty());

        assertThat(failures.getFirst()).hasMessageContaining("another log of a node 'node-a'");
        assertThat(segments(logs.disk)).hasSize(2);
        assertThat(contents(store.snapshot())).isEqualTo(contents(before));
    }

    private static List<ByteBuffer> contents(SortedMap<String, byte[]> objects) {
        return objects.values().stream().map(ByteBuffer::wrap).toList();
    }

    @Test
    void withoutAnArchiveNothingIsKeptForIt() throws Exception {
        logs.archive = null;
        FileRecordLog log = logs.open();
        fill(log, CLICKS, 3 * PER_SEGMENT);

        logs.flush(log, CLICKS, 3 * PER_SEGMENT);

        assertThat(segments(logs.disk)).hasSize(1);
        assertThat(log.statistics().archived()).isZero();
    }
}
