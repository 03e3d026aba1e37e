package io.ttdust.adapters.wal;

import static io.ttdust.adapters.wal.SimulatedLog.ORDERS;
import static io.ttdust.adapters.wal.SimulatedLog.await;
import static io.ttdust.adapters.wal.SimulatedLog.batch;

import io.ttdust.adapters.wal.archive.ArchiveRestore;
import io.ttdust.adapters.wal.archive.LogArchive;
import io.ttdust.adapters.wal.file.SimulatedDisk;
import io.ttdust.adapters.wal.format.SyncMode;
import io.ttdust.application.port.storage.InMemoryObjectStore;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The logs of the golden cases in which the valid one lived on.
final class GoldenSequels {

    /// A second later than the last session of the valid log.
    private static final long LATER = SimulatedLog.CLICKS.unixMillis() * 1_000 + 2_000_001;

    /// Of the first commit of the valid log, which is whole in it.
    private static final long FIRST_COMMIT_LSN = 20_480;

    private GoldenSequels() {}

    /// By name, the log of each case.
    static Map<String, Map<String, byte[]>> of(Map<String, byte[]> valid) throws Exception {
        return Map.of("accepted-loss", acceptedLoss(valid), "restored-from-archive", restored(valid));
    }

    /// A commit in the middle rotted, somebody accepted that, and the log went on.
    private static Map<String, byte[]> acceptedLoss(Map<String, byte[]> valid) throws Exception {
        SimulatedDisk disk = new SimulatedDisk();
        Map<String, byte[]> rotten = GoldenInjuries.of(valid).getOrDefault("flipped-bit-in-proven-commit", Map.of());
        rotten.forEach(disk::put);
        try (FileRecordLog log =
                GoldenLog.open(disk.mount(), SyncMode.EVERY, LATER, List.of(), Set.of(FIRST_COMMIT_LSN))) {
            await(log.append(ORDERS, 3, 2, batch("behind the accepted loss")));
        }
        return GoldenLog.contents(disk);
    }

    /// Put together from an archive that has all but the last segment, and not opened since.
    private static Map<String, byte[]> restored(Map<String, byte[]> valid) throws Exception {
        InMemoryObjectStore store = new InMemoryObjectStore();
        Map<String, byte[]> sealed = new TreeMap<>(valid);
        sealed.keySet().removeIf(name -> !name.endsWith(".wal"));
        String last = List.copyOf(sealed.keySet()).getLast();
        sealed.remove(last);
        sealed.forEach((name, bytes) -> store.put("wal-archive/golden/" + name, List.of(ByteBuffer.wrap(bytes))));
        byte[] losses = valid.getOrDefault("losses", new byte[0]);
        store.put("wal-archive/golden/losses-000001-%020d".formatted(LATER), List.of(ByteBuffer.wrap(losses)));
        SimulatedDisk disk = new SimulatedDisk();
        ArchiveRestore.run(disk.mount(), LogArchive.of(store, "golden"), 0, LATER);
        return GoldenLog.contents(disk);
    }
}
