package io.ttdust.adapters.wal.story;

import static io.ttdust.adapters.wal.story.Book.demand;

import io.ttdust.adapters.wal.FileRecordLog;
import io.ttdust.adapters.wal.file.SimulatedDisk;
import io.ttdust.adapters.wal.format.SyncMode;
import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.log.Horizon;
import io.ttdust.domain.storage.Checkpoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// How the process of a story begins and ends.
final class LogProcess {

    private static final int KEPT_ALL_OF = 16;
    private static final int RECOVERY_OPERATIONS = 60;

    private final Machine machine;
    private final SplittableRandom random;
    private final Book book;
    private final Tally tally;
    private int strangers;
    private boolean stopped;

    /// Whether the last process synced before it acknowledged, so that its last mark proves everything.
    private boolean syncedFirst;

    LogProcess(Machine machine, SplittableRandom random, Book book, Tally tally) {
        this.machine = machine;
        this.random = random;
        this.book = book;
        this.tally = tally;
    }

    /// Opens the log, at times only after one or two starts that were killed, and holds it against the book and the
    /// verdict.
    FileRecordLog start() throws IOException {
        int kills = random.nextInt(5) == 0 ? 1 + random.nextInt(2) : 0;
        int killed = 0;
        while (true) {
            String stranger = leaveStranger();
            if (killed < kills) {
                machine.disk.killAtOperation(1 + random.nextInt(RECOVERY_OPERATIONS));
            }
            FileRecordLog log = open();
            if (log != null) {
                demand(
                        stranger.isEmpty() || !machine.disk.names().contains(stranger),
                        "%s was kept, though it is not of a segment's size",
                        stranger);
                return log;
            }
            killed++;
            tally.count(killed == 1 ? Case.KILLED_IN_RECOVERY : Case.KILLED_IN_RECOVERY_TWICE);
            crash();
        }
    }

    /// Opens the log once and checks it; answers null when it was killed meanwhile.
    @Nullable
    FileRecordLog open() throws IOException {
        Verdict expected = Verdict.on(machine.disk, machine.flushed);
        demand(!expected.isRefused(), "something durable is missing at LSN %d", expected.end());
        if (expected.endsBeforeStaleCommit()) {
            tally.count(Case.STALE_COMMIT_BEHIND_CUT);
        }
        demand(
                !stopped || !expected.isUnsynced() || expected.isFull(),
                "a log that was closed does not say so, and ends at LSN %d",
                expected.end());
        book.starting();
        FileRecordLog log;
        try {
            log = machine.open();
        } catch (StorageException | IOException e) {
            if (machine.disk.disarm()) {
                throw new AssertionError("the log cannot be opened", e);
            }
            return null;
        }
        if (!machine.disk.disarm()) {
            return null;
        }
        book.recovered(log, machine.keyed, expected);
        for (Place place : Place.ALL) {
            demand(
                    book.of(place).keptEnd() == expected.endOffset(place),
                    "%s ends at %d, not %d",
                    place,
                    book.of(place).keptEnd(),
                    expected.endOffset(place));
        }
        demand(
                !stopped
                        || (log.recovery().commitsCut() == 0
                                && (!syncedFirst || log.recovery().bytesRewritten() == 0)),
                "a start after a clean stop changed something: %s",
                log.recovery());
        stopped = false;
        syncedFirst = machine.sync == SyncMode.EVERY;
        return log;
    }

    /// At times puts a spare of another segment size into the directory; answers its name.
    private String leaveStranger() {
        if (random.nextInt(12) > 0) {
            return "";
        }
        tally.count(Case.SPARE_OF_OTHER_SIZE);
        String name = "spare-" + (900_000 + ++strangers);
        machine.disk.put(name, new byte[random.nextInt(3) * Machine.SEGMENT_BYTES / 2 + 1 + random.nextInt(100)]);
        return name;
    }

    /// Commits to metadata that a partition is flushed up to some batch.
    void checkpoint(Place place, Horizon horizon) {
        long offset = random.nextInt(4) > 0
                ? book.of(place).keptEnd()
                : book.of(place).someEndOffset(random);
        if (offset > book.of(place).flushedTo()) {
            List<Checkpoint> committed = new ArrayList<>(machine.flushed);
            committed.removeIf(one -> one.stream().equals(place.stream()) && one.partition() == place.partition());
            committed.add(new Checkpoint(
                    place.stream(), place.partition(), offset, horizon.throughMicros(), horizon.endLsn()));
            machine.flushed = List.copyOf(committed);
            book.flushed(place, offset, horizon.throughMicros());
        }
    }

    /// Stops in good order; at times the power is cut then.
    void stop() {
        boolean lives = machine.disk.disarm();
        stopped = machine.endInGoodOrder() && lives;
        if (lives && machine.closedWhole()) {
            book.everythingIsSure();
        }
        book.settle();
        tally.count(Case.CLEAN_STOP);
        if (random.nextBoolean()) {
            cutPower();
        }
        machine.end();
    }

    void kill() {
        tally.count(Case.PROCESS_KILLED);
        machine.disk.killProcess();
        bury();
    }

    /// Kills the process, or cuts the power.
    void crash() {
        stopped = false;
        if (random.nextInt(4) == 0) {
            kill();
        } else {
            cutPower();
        }
    }

    void cutPower() {
        book.beforePowerCut();
        switch (random.nextInt(5)) {
            case 0 -> {
                tally.count(Case.LOST_ALL_UNSYNCED);
                machine.disk.cutPowerLosingAll();
            }
            case 1 -> {
                tally.count(Case.KEPT_ALL_UNSYNCED);
                machine.disk.cutPowerKeepingAll();
            }
            default -> {
                tally.count(Case.KEPT_SOME_UNSYNCED);
                SimulatedDisk.Loss loss = machine.disk.cutPower(random, 1 + random.nextInt(KEPT_ALL_OF));
                if (loss.names()) {
                    tally.count(Case.LOST_DIRECTORY_ENTRY);
                }
                if (loss.order()) {
                    tally.count(Case.REORDERED_BLOCKS);
                }
            }
        }
        bury();
    }

    private void bury() {
        machine.end();
        machine.disk.leaveRoom(Long.MAX_VALUE);
        book.settle();
    }
}
