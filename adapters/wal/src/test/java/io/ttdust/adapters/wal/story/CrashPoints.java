package io.ttdust.adapters.wal.story;

import static io.ttdust.adapters.wal.story.Book.demand;

import io.ttdust.adapters.wal.FileRecordLog;
import io.ttdust.adapters.wal.file.SimulatedDisk;
import io.ttdust.adapters.wal.format.SyncMode;
import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.log.LogPin;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Short scripts, ended at any of their operations on the disk in any of a few ways.
public final class CrashPoints {

    /// In how many ways each operation is the last: the process is killed; of what was not synced nothing,
    /// everything, or a part survives, three parts.
    public static final int WAYS = 6;

    private enum Step {
        /// One commit of one block.
        SMALL,
        /// One commit of three blocks.
        BLOCKS,
        /// A frame with a buffer of its own.
        LARGE,
        /// Four batches, at once.
        SHARED,
        /// Long enough for an empty commit.
        IDLE,
        /// Everything is flushed and released.
        FLUSH,
        /// A sync that fails, and would succeed the next time.
        FAIL,
        /// A clean stop and a start.
        RESTART,
        /// The process dies with its page cache kept, and another one starts.
        KILL,
        /// The power is lost with half of what was not synced, while a commit is being written.
        POWER
    }

    /// @param modes how one process after another syncs; the last one stands for those to come
    private record Script(List<SyncMode> modes, List<Step> steps) {

        static Script of(SyncMode mode, Step... steps) {
            return new Script(List.of(mode), List.of(steps));
        }

        SyncMode mode(int start) {
            return modes.get(Math.min(start, modes.size() - 1));
        }
    }

    private static final List<Script> SCRIPTS = List.of(
            Script.of(
                    SyncMode.EVERY,
                    Step.SMALL,
                    Step.BLOCKS,
                    Step.SHARED,
                    Step.IDLE,
                    Step.SMALL,
                    Step.RESTART,
                    Step.SMALL),
            Script.of(
                    SyncMode.EVERY,
                    Step.BLOCKS,
                    Step.LARGE,
                    Step.SMALL,
                    Step.LARGE,
                    Step.FLUSH,
                    Step.SMALL,
                    Step.RESTART),
            Script.of(SyncMode.EVERY, Step.SMALL, Step.KILL, Step.BLOCKS, Step.POWER, Step.SMALL, Step.KILL),
            Script.of(
                    SyncMode.EVERY,
                    Step.SMALL,
                    Step.IDLE,
                    Step.FAIL,
                    Step.KILL,
                    Step.BLOCKS,
                    Step.FAIL,
                    Step.KILL,
                    Step.SMALL),
            Script.of(
                    SyncMode.EVERY,
                    Step.LARGE,
                    Step.FLUSH,
                    Step.RESTART,
                    Step.KILL,
                    Step.SMALL,
                    Step.FLUSH,
                    Step.POWER,
                    Step.SHARED),
            Script.of(
                    SyncMode.NONE,
                    Step.SMALL,
                    Step.BLOCKS,
                    Step.RESTART,
                    Step.SHARED,
                    Step.KILL,
                    Step.SMALL,
                    Step.POWER,
                    Step.SMALL),
            Script.of(
                    SyncMode.INTERVAL,
                    Step.SMALL,
                    Step.IDLE,
                    Step.BLOCKS,
                    Step.POWER,
                    Step.SMALL,
                    Step.FAIL,
                    Step.IDLE,
                    Step.KILL,
                    Step.SMALL),
            new Script(
                    List.of(SyncMode.NONE, SyncMode.EVERY, SyncMode.INTERVAL, SyncMode.NONE),
                    List.of(
                            Step.LARGE,
                            Step.SMALL,
                            Step.LARGE,
                            Step.FLUSH,
                            Step.KILL,
                            Step.SMALL,
                            Step.POWER,
                            Step.SHARED,
                            Step.FLUSH,
                            Step.RESTART,
                            Step.SMALL,
                            Step.POWER)));

    private final Surroundings around;
    private final Machine machine;
    private final long killAt;
    private final Script script;
    private final Tally tally = new Tally();
    private final Book book;
    private final SplittableRandom random = new SplittableRandom(1);
    private final LogProcess process;
    private final Producers producers;
    private int started;
    private @Nullable FileRecordLog log;

    private CrashPoints(Script script, Surroundings around, Machine machine, long killAt) {
        this.script = script;
        this.around = around;
        this.machine = machine;
        book = new Book(machine, tally);
        this.killAt = killAt;
        process = new LogProcess(machine, random, book, tally);
        producers = new Producers(machine, random, book, tally);
    }

    /// How many scripts there are.
    public static int scripts() {
        return SCRIPTS.size();
    }

    /// How many operations a script takes.
    public static long operations(int script, Surroundings around) throws IOException {
        try (Machine machine = new Machine(around, new SimulatedDisk())) {
            CrashPoints all = new CrashPoints(SCRIPTS.get(script), around, machine, Long.MAX_VALUE);
            all.play();
            return machine.disk.operations();
        }
    }

    /// Ends a script when its operation number `operation` begins, and holds what is left against the book, three
    /// times: at once, after the power was cut, and after that again.
    ///
    /// @throws AssertionError if a promise was broken
    public static void end(int script, long operation, int way, Surroundings around) throws IOException {
        try (Machine machine = new Machine(around, new SimulatedDisk())) {
            CrashPoints one = new CrashPoints(SCRIPTS.get(script), around, machine, operation);
            one.play();
            one.die(way, new SplittableRandom(operation * WAYS + way));
            one.check();
        }
    }

    private void play() throws IOException {
        start();
        for (Step step : script.steps) {
            FileRecordLog now = log;
            if (now == null || machine.disk.isKilled()) {
                return;
            }
            play(step, now);
        }
        machine.endInGoodOrder();
    }

    private void start() throws IOException {
        long left = killAt - machine.disk.operations();
        machine.disk.killAtOperation(killAt == Long.MAX_VALUE ? Long.MAX_VALUE / 2 : left);
        machine.sync = script.mode(started++);
        Verdict expected = Verdict.on(machine.disk, machine.flushed);
        book.starting();
        try {
            log = machine.open();
            if (!machine.disk.isKilled()) {
                book.recovered(log, machine.keyed, expected);
            }
        } catch (StorageException | IOException e) {
            demand(machine.disk.isKilled(), "the log cannot be opened: %s", e);
            log = null;
        }
    }

    private void play(Step step, FileRecordLog now) throws IOException {
        switch (step) {
            case SMALL -> producers.append(now, 2, 50);
            case BLOCKS -> producers.append(now, 1, 3 * Found.BLOCK - 1000);
            case LARGE -> producers.appendLarge(now);
            case SHARED -> {
                for (int i = 0; i < 4; i++) {
                    producers.append(now, 1 + i, 500 * i);
                }
            }
            case IDLE -> around.pass(60_000_000L);
            case FLUSH -> flush(now);
            case FAIL -> {
                machine.disk.failSync(1);
                producers.append(now, 1, 50);
            }
            case RESTART -> {
                boolean closed = machine.endInGoodOrder();
                book.settle();
                if (!machine.disk.isKilled()) {
                    demand(closed, "the log cannot be closed");
                    book.everythingIsSure();
                    start();
                }
            }
            case KILL, POWER -> lose(step, now);
        }
        around.await(book::allAnswered);
        book.settle();
    }

    private void flush(FileRecordLog now) {
        around.await(book::allAnswered);
        book.settle();
        try (LogPin pin = now.pin()) {
            for (Place place : Place.ALL) {
                process.checkpoint(place, pin.horizon());
            }
            now.flushed(machine.flushed);
        } catch (StorageException e) {
            demand(machine.disk.isKilled(), "the log cannot be told of a flush: %s", e);
        }
    }

    private void lose(Step step, FileRecordLog now) throws IOException {
        if (step == Step.POWER) {
            producers.append(now, 1, 2 * Found.BLOCK);
            around.pass(1);
        }
        if (machine.disk.isKilled()) {
            return;
        }
        if (step == Step.POWER) {
            book.beforePowerCut();
            machine.disk.cutPower(random, 8);
        } else {
            machine.disk.killProcess();
        }
        machine.endInGoodOrder();
        book.settle();
        start();
    }

    private void die(int way, SplittableRandom chance) {
        book.beforePowerCut();
        switch (way) {
            case 0 -> machine.disk.killProcess();
            case 1 -> machine.disk.cutPowerLosingAll();
            case 2 -> machine.disk.cutPowerKeepingAll();
            default -> machine.disk.cutPower(chance, 4 * (way - 2));
        }
        machine.end();
        book.settle();
    }

    private void check() throws IOException {
        open();
        book.beforePowerCut();
        machine.disk.cutPowerLosingAll();
        machine.end();
        FileRecordLog again = open();
        demand(again.recovery().commitsCut() == 0, "a start after a start cut something: %s", again.recovery());
        producers.append(again, 1, 10);
        around.await(book::allAnswered);
        book.settle();
        demand(!book.hasPending(), "nothing can be appended after the restart");
        machine.end();
        open();
        stop();
        open();
    }

    /// Stops in good order, so that the next start has nothing to do.
    private void stop() {
        demand(machine.endInGoodOrder(), "the log cannot be closed");
        book.everythingIsSure();
        Verdict left = Verdict.on(machine.disk, machine.flushed);
        demand(!left.isUnsynced(), "a log that was closed does not say so");
    }

    private FileRecordLog open() throws IOException {
        FileRecordLog opened = process.open();
        if (opened == null) {
            throw new AssertionError("nobody killed this process");
        }
        return opened;
    }
}
