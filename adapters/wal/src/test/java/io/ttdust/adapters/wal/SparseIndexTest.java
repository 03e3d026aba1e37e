package io.ttdust.adapters.wal;

import static io.ttdust.adapters.wal.SimulatedLog.CLICKS;
import static io.ttdust.adapters.wal.SimulatedLog.ORDERS;
import static io.ttdust.adapters.wal.SimulatedLog.append;
import static io.ttdust.adapters.wal.SimulatedLog.await;
import static io.ttdust.adapters.wal.SimulatedLog.batch;
import static io.ttdust.adapters.wal.SimulatedLog.payload;
import static io.ttdust.adapters.wal.SimulatedLog.payloads;
import static io.ttdust.adapters.wal.SimulatedLog.segments;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.adapters.wal.format.DamagedLogException;
import io.ttdust.application.port.StorageFullException;
import io.ttdust.application.port.log.Appended;
import io.ttdust.application.port.log.Horizon;
import io.ttdust.domain.id.StreamId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The index knows the first of several frames only; the others must be found all the same.
@Timeout(60)
class SparseIndexTest {

    private final SimulatedLog logs = new SimulatedLog();

    private record Place(StreamId stream, int partition) {}

    @AfterEach
    void close() {
        logs.close();
    }

    @Test
    void everyOffsetAndEveryTimeIsFoundAmongFramesOfOthersBeforeAndAfterARestart() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        FileRecordLog log = logs.open();
        Map<Place, List<Appended>> appended = new LinkedHashMap<>();
        for (int round = 0; round < 60; round++) {
            List<Place> places = new ArrayList<>();
            List<Future<Appended>> pending = new ArrayList<>();
            int appends = 1 + random.nextInt(12);
            for (int i = 0; i < appends; i++) {
                Place place = new Place(random.nextBoolean() ? CLICKS : ORDERS, random.nextInt(3));
                logs.micros.addAndGet(random.nextInt(5));
                String[] records = new String[1 + random.nextInt(3)];
                for (int record = 0; record < records.length; record++) {
                    records[record] = payload("r", 1 + random.nextInt(random.nextInt(10) == 0 ? 9000 : 200));
                }
                places.add(place);
                pending.add(log.append(place.stream(), place.partition(), 1, batch(records)));
            }
            for (int i = 0; i < appends; i++) {
                appended.computeIfAbsent(places.get(i), any -> new ArrayList<>())
                        .add(await(pending.get(i)));
            }
            if (random.nextInt(10) == 0) {
                logs.nanos.addAndGet(100_000_000);
            }
        }
        assertThat(segments(logs.disk)).as("seed %d", seed).hasSizeGreaterThan(2);

        verify(log, appended, seed);
        logs.kill();
        FileRecordLog reopened = logs.open();
        verify(reopened, appended, seed);
    }

    private static void verify(FileRecordLog log, Map<Place, List<Appended>> appended, long seed) {
        appended.forEach((place, batches) -> {
            String where = "seed %d, %s".formatted(seed, place);
            List<Appended> read = read(log, place, 0);
            assertThat(read).as(where).isEqualTo(batches);
            for (int i = 0; i < batches.size(); i++) {
                Appended one = batches.get(i);
                List<Appended> rest = batches.subList(i, batches.size());
                assertThat(read(log, place, one.firstOffset())).as(where).isEqualTo(rest);
                long micros = one.receiveMicros();
                assertThat(log.firstOffsetAt(place.stream(), place.partition(), micros))
                        .as(where)
                        .isEqualTo(one.firstOffset());
                assertThat(log.firstOffsetAt(place.stream(), place.partition(), micros + 1))
                        .as(where)
                        .isEqualTo(i + 1 < batches.size() ? batches.get(i + 1).firstOffset() : end(log, place));
            }
        });
    }

    private static long end(FileRecordLog log, Place place) {
        return payloads(log, place.stream(), place.partition()).size();
    }

    private static List<Appended> read(FileRecordLog log, Place place, long from) {
        List<Appended> read = new ArrayList<>();
        log.read(place.stream(), place.partition(), from, log.horizon(), batch -> {
            read.add(new Appended(batch.firstOffset(), batch.receiveMicros()));
            return true;
        });
        return read;
    }

    @Test
    void aReadUpToAnEarlierHorizonStopsThereWithinARun() throws Exception {
        FileRecordLog log = logs.open();
        append(log, CLICKS, "a");
        Horizon earlier = log.horizon();
        append(log, CLICKS, "b");
        List<Long> offsets = new ArrayList<>();

        log.read(CLICKS, 0, 0, earlier, batch -> offsets.add(batch.firstOffset()));

        assertThat(offsets).containsExactly(0L);
        assertThat(payloads(log, CLICKS)).containsExactly("a", "b");
    }

    @Test
    void aFrameThatRotMakesLookForeignIsMissed() throws Exception {
        FileRecordLog log = logs.open();
        append(log, CLICKS, "a");
        append(log, CLICKS, "b");
        append(log, CLICKS, "c");
        String segment = segments(logs.disk).getFirst();
        for (int commit : new int[] {1, 2, 3}) {
            byte[] whole = logs.disk.bytes(segment);
            byte[] bytes = whole.clone();
            bytes[commit * 4096 + 64 + 32] ^= 1;
            logs.disk.put(segment, bytes);
            assertThatThrownBy(() -> payloads(log, CLICKS))
                    .isInstanceOf(DamagedLogException.class)
                    .hasMessageContaining("offset %d of %s partition 0", commit - 1, CLICKS);
            logs.disk.put(segment, whole);
        }
        assertThat(payloads(log, CLICKS)).containsExactly("a", "b", "c");
    }

    @Test
    void anIndexThatHasItsShareOfTheHeapRefusesAppendsAndTheLogCanStillBeOpenedAndRead() throws Exception {
        logs.indexBytesMax = 2000;
        FileRecordLog log = logs.open();
        int accepted = fill(log);
        assertThat(log.failure()).isNull();
        assertThat(payloads(log, CLICKS)).hasSize(accepted);
        logs.kill();

        FileRecordLog reopened = logs.open();
        assertThat(payloads(reopened, CLICKS)).hasSize(accepted);
        assertThatThrownBy(() -> append(reopened, CLICKS, "more")).isInstanceOf(StorageFullException.class);
        logs.kill();

        logs.indexBytesMax = 1 << 20;
        assertThat(append(logs.open(), CLICKS, "more").firstOffset()).isEqualTo(accepted);
    }

    private static int fill(FileRecordLog log) throws Exception {
        for (int accepted = 0; accepted < 1000; accepted++) {
            try {
                append(log, CLICKS, payload("a", 40_000));
            } catch (StorageFullException e) {
                assertThat(e).hasMessageContaining("index").hasMessageContaining("heap");
                return accepted;
            }
        }
        throw new AssertionError("nothing was refused");
    }
}
