package io.ttdust.adapters.wal.story;

import static io.ttdust.adapters.wal.story.Book.demand;

import io.ttdust.adapters.wal.FileRecordLog;
import io.ttdust.adapters.wal.LogStatistics;
import io.ttdust.adapters.wal.file.SimulatedDisk;
import io.ttdust.adapters.wal.format.SyncMode;
import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.log.LogPin;
import io.ttdust.domain.record.LoggedBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Several lives of one log, in which a seed decides what is appended, read and flushed, what fails, how each life
/// ends, and what rots meanwhile.
public final class LogStory {

    private static final List<SyncMode> MODES = List.of(SyncMode.values());
    private static final int LIVES = 5;
    private static final int STEPS_MAX = 40;
    private static final int PINS_MAX = 3;
    private static final long HOUR_MICROS = 3_600_000_000L;
    private static final long IDLE_NANOS = 60_000_000L;
    private static final long RETRY_NANOS = 150_000_000L;
    private static final int RETRIES_MAX = 3;

    private final Surroundings around;
    private final Machine machine;
    private final SplittableRandom random;
    private final Book book;
    private final Tally tally;
    private final LogProcess process;
    private final Producers producers;
    private final Injuries injuries;
    private final List<Pinned> pinned = new ArrayList<>();

    /// What a reader saw first, and must see as long as it holds the pin.
    private record Pinned(LogPin pin, Place place, List<Long> prints) {}

    private LogStory(SplittableRandom random, Surroundings around, Machine machine, Tally tally) {
        this.around = around;
        this.machine = machine;
        this.random = random;
        this.tally = tally;
        book = new Book(machine, tally);
        process = new LogProcess(machine, random, book, tally);
        producers = new Producers(machine, random, book, tally);
        injuries = new Injuries(machine, random, book, tally);
    }

    /// Lives through the lives of `seed`.
    ///
    /// @throws AssertionError if a promise was broken
    public static void live(long seed, Surroundings around, Tally tally) throws IOException {
        try (Machine machine = new Machine(around, new SimulatedDisk())) {
            new LogStory(new SplittableRandom(seed), around, machine, tally).live(modes(seed));
        }
    }

    /// How each life syncs, the start after the last one included: in one story of two before every
    /// acknowledgement, in one of four never so, in one of four now so and then so.
    private static List<SyncMode> modes(long seed) {
        List<SyncMode> modes = new ArrayList<>();
        SplittableRandom chance = new SplittableRandom(~seed); // apart, so that other choices do not depend on it
        for (int life = 0; life <= LIVES; life++) {
            modes.add(
                    switch ((int) seed & 7) {
                        case 0, 1, 2, 4 -> SyncMode.EVERY;
                        case 3 -> SyncMode.INTERVAL;
                        case 5 -> SyncMode.NONE;
                        default -> MODES.get(chance.nextInt(MODES.size()));
                    });
        }
        return modes;
    }

    private FileRecordLog start(SyncMode mode) throws IOException {
        if (machine.sync != mode) {
            tally.count(Case.MODE_CHANGED);
        }
        machine.sync = mode;
        switch (mode) {
            case EVERY -> {}
            case INTERVAL -> tally.count(Case.INTERVAL_SESSION);
            case NONE -> tally.count(Case.UNSYNCED_SESSION);
        }
        return process.start();
    }

    private void live(List<SyncMode> modes) throws IOException {
        boolean pageCacheOnly = false;
        for (int life = 0; life < LIVES; life++) {
            FileRecordLog log = start(modes.get(life));
            int steps = random.nextInt(pageCacheOnly ? 3 : STEPS_MAX);
            LogStatistics before = log.statistics();
            for (int step = 0; step < steps && log.failure() == null; step++) {
                step(log);
            }
            countWhatHappened(before, log.statistics());
            pageCacheOnly = end(log, pageCacheOnly);
            if (random.nextBoolean()) {
                injuries.tryOne();
            }
        }
        start(modes.get(LIVES));
    }

    private void countWhatHappened(LogStatistics before, LogStatistics after) {
        if (after.segments() > before.segments()) {
            tally.count(Case.ROTATION);
        }
        if (after.appends() > after.commits()) {
            tally.count(Case.SHARED_COMMIT);
        }
    }

    private void step(FileRecordLog log) {
        switch (random.nextInt(32)) {
            case 0 -> turnClock();
            case 1, 2 -> idle(log);
            case 3, 4, 5, 6, 7 -> settle();
            case 8, 9 -> fault(log);
            case 10 -> observe(log);
            case 11, 12, 13, 14 -> flush(log);
            case 15 -> readPinned(log);
            default -> append(log);
        }
    }

    private void append(FileRecordLog log) {
        if (random.nextInt(12) == 0) {
            producers.appendTogether(log);
        } else {
            producers.append(log);
        }
        if (random.nextBoolean()) {
            settle();
        }
    }

    private void settle() {
        around.await(book::allAnswered);
        book.settle();
    }

    private void turnClock() {
        boolean back = random.nextBoolean();
        machine.micros.addAndGet(back ? -HOUR_MICROS : random.nextLong(HOUR_MICROS));
        if (back) {
            tally.count(Case.CLOCK_HOUR_BACK);
        }
    }

    /// Lets so much time go by that the log writes an empty commit, and what is to be synced at intervals is.
    private void idle(FileRecordLog log) {
        settle();
        long syncs = log.statistics().fsyncs();
        around.pass(IDLE_NANOS);
        if (log.statistics().fsyncs() > syncs && machine.sync == SyncMode.EVERY) {
            tally.count(Case.IDLE_MARK);
        }
        if (machine.sync == SyncMode.INTERVAL
                && around.ownsTime()
                && log.failure() == null
                && !machine.disk.isKilled()) {
            tally.count(Case.SYNCED_BY_INTERVAL);
            book.everythingIsSure();
        }
    }

    private void fault(FileRecordLog log) {
        switch (random.nextInt(5)) {
            case 0, 1 -> {
                machine.disk.failSync(1 + random.nextInt(3));
                append(log);
            }
            case 2 -> {
                machine.disk.failWriteAfter(random.nextInt(20_000));
                tally.count(Case.SHORT_WRITE);
            }
            case 3 -> machine.disk.killAtOperation(1 + random.nextInt(20));
            default -> fill(log);
        }
    }

    /// The disk has no room for another segment; then it has.
    private void fill(FileRecordLog log) {
        machine.disk.leaveRoom(random.nextInt(2) * 40_000L);
        boolean taken = true;
        for (int i = 0; i < 12 && taken; i++) {
            taken = producers.append(log, 1, 2_000 + random.nextInt(6_000));
            settle();
        }
        machine.disk.leaveRoom(Long.MAX_VALUE);
        if (around.ownsTime()) {
            demandRoom(log);
        }
    }

    /// A spare is filled again some time after there is room; another fault may meet the first try.
    private void demandRoom(FileRecordLog log) {
        boolean taken = false;
        for (int i = 0; i < RETRIES_MAX && !taken; i++) {
            around.pass(RETRY_NANOS);
            taken = producers.append(log, 1, 100) || log.failure() != null || machine.disk.isKilled();
        }
        demand(taken, "nothing can be appended although there is room again");
    }

    private void observe(FileRecordLog log) {
        try {
            book.observe(log);
        } catch (StorageException e) {
            demand(machine.disk.isKilled(), "the log cannot be read: %s", e);
        }
    }

    /// What whoever flushes does: stores what is durable, commits the checkpoint, tells the log; or dies before. At
    /// times appends go on meanwhile.
    private void flush(FileRecordLog log) {
        if (random.nextBoolean()) {
            settle();
        } else {
            producers.append(log);
            book.settle();
        }
        int segments = log.statistics().segments();
        try (LogPin pin = log.pin()) {
            book.closed(pin.horizon());
            for (Place place : Place.ALL) {
                if (random.nextInt(4) > 0) {
                    process.checkpoint(place, pin.horizon());
                }
            }
            if (random.nextInt(4) > 0) {
                log.flushed(machine.flushed);
            }
        } catch (StorageException e) {
            demand(
                    String.valueOf(e.getMessage()).contains("cannot release"),
                    "the log cannot be told of a flush: %s",
                    e);
        }
        if (log.statistics().segments() < segments) {
            tally.count(Case.RELEASE);
        }
    }

    private void readPinned(FileRecordLog log) {
        try {
            for (Pinned one : pinned) {
                demand(prints(log, one.pin, one.place).equals(one.prints), "a pinned reader sees other records");
            }
            if (pinned.size() < PINS_MAX) {
                settle();
                LogPin pin = log.pin();
                Place place = Place.ALL.get(random.nextInt(Place.ALL.size()));
                pinned.add(new Pinned(pin, place, prints(log, pin, place)));
            } else {
                pinned.remove(random.nextInt(PINS_MAX)).pin.close();
            }
        } catch (StorageException e) {
            demand(machine.disk.isKilled(), "a pinned reader cannot read: %s", e);
        }
    }

    private static List<Long> prints(FileRecordLog log, LogPin pin, Place place) {
        List<Long> prints = new ArrayList<>();
        for (LoggedBatch batch : Book.read(log, place, 0, pin.horizon())) {
            prints.addAll(Sent.prints(batch.records()));
        }
        return prints;
    }

    /// Ends the life; answers whether bytes are shown now that perhaps only the page cache has.
    private boolean end(FileRecordLog log, boolean pageCacheOnly) {
        pinned.clear();
        StorageException failure = log.failure();
        boolean syncFailed =
                failure != null && String.valueOf(failure.getMessage()).contains("Input/output error");
        if (syncFailed) {
            tally.count(Case.FAILED_SYNC);
        }
        if (syncFailed && random.nextInt(4) > 0) {
            process.kill();
            return true;
        }
        if (pageCacheOnly) {
            tally.count(Case.PAGE_CACHE_AFTER_FAILED_SYNC);
            process.cutPower();
        } else if (random.nextInt(5) == 0) {
            settle();
            process.stop();
        } else {
            for (int i = random.nextInt(5); i > 0; i--) {
                machine.disk.killAtOperation(1 + random.nextInt(12));
                producers.append(log);
            }
            around.pass(random.nextInt(100_000));
            process.crash();
        }
        return false;
    }
}
