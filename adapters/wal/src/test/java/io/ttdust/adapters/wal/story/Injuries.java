package io.ttdust.adapters.wal.story;

import static io.ttdust.adapters.wal.story.Book.demand;

import io.ttdust.adapters.wal.FileRecordLog;
import io.ttdust.adapters.wal.file.SimulatedDisk;
import io.ttdust.adapters.wal.format.DamagedLogException;
import io.ttdust.adapters.wal.segment.SegmentCatalog;
import io.ttdust.domain.record.LoggedBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Damages copies of a disk that a dead process left, and holds what opening them does against the [Verdict].
final class Injuries {

    private static final int SECTOR = 512;

    private final Machine machine;
    private final SplittableRandom random;
    private final Book book;
    private final Tally tally;

    Injuries(Machine machine, SplittableRandom random, Book book, Tally tally) {
        this.machine = machine;
        this.random = random;
        this.book = book;
        this.tally = tally;
    }

    void tryOne() throws IOException {
        Verdict whole = Verdict.on(machine.disk, machine.flushed);
        if (whole.segments().isEmpty()) {
            return;
        }
        if (random.nextInt(8) == 0) {
            tearEveryBlock(whole);
            return;
        }
        try (Machine copy = machine.copy()) {
            Case kind = injure(copy.disk, whole);
            if (kind != null) {
                tally.count(kind);
                judge(copy, whole, kind);
            }
        }
    }

    /// Answers null where there is nothing to damage in the way that chance wanted.
    private @Nullable Case injure(SimulatedDisk disk, Verdict whole) {
        Found segment = whole.segments().get(random.nextInt(whole.segments().size()));
        return switch (random.nextInt(9)) {
            case 0, 1 -> rot(disk, whole.lastWithFrames(), Case.ROT_IN_LAST_COMMIT);
            case 2, 3 -> rot(disk, whole.inMiddle(random.nextInt(1000)), Case.ROT_IN_MIDDLE);
            case 4 -> rotHeader(disk, segment);
            case 5 -> zeroFill(disk, segment);
            case 6 -> random.nextBoolean() ? remove(disk, segment) : halfCreate(disk, whole);
            case 7 -> duplicate(disk, whole, segment);
            default -> rotBeforeForged(disk, whole);
        };
    }

    private static void flip(SimulatedDisk disk, Found segment, int at, int bit) {
        byte[] bytes = disk.bytes(segment.name());
        bytes[at] ^= (byte) (1 << bit);
        disk.put(segment.name(), bytes);
    }

    private @Nullable Case rot(SimulatedDisk disk, Verdict.@Nullable Commit commit, Case kind) {
        if (commit == null) {
            return null;
        }
        flip(disk, commit.segment(), commit.at() + random.nextInt(commit.length()), random.nextInt(8));
        return kind;
    }

    private @Nullable Case rotHeader(SimulatedDisk disk, Found segment) {
        if (!segment.whole()) {
            return null;
        }
        flip(disk, segment, random.nextInt(Found.BLOCK), random.nextInt(8));
        return Case.ROT_IN_HEADER;
    }

    private static Case zeroFill(SimulatedDisk disk, Found segment) {
        disk.put(segment.name(), new byte[segment.bytes().capacity()]);
        return Case.ZERO_FILLED_SEGMENT;
    }

    private static Case remove(SimulatedDisk disk, Found segment) {
        disk.remove(segment.name());
        return Case.MISSING_SEGMENT;
    }

    private static String nameBehind(Verdict whole) {
        return SegmentCatalog.name(whole.segments().getLast().base() + Machine.SEGMENT_BYTES);
    }

    private Case halfCreate(SimulatedDisk disk, Verdict whole) {
        byte[] last = disk.bytes(whole.segments().getLast().name());
        byte[] half = new byte[Machine.SEGMENT_BYTES];
        System.arraycopy(last, 0, half, 0, Math.min(SECTOR, last.length));
        byte[] content = switch (random.nextInt(4)) {
            case 0 -> new byte[0];
            case 1 -> new byte[100];
            case 2 -> new byte[Machine.SEGMENT_BYTES];
            default -> half;
        };
        disk.put(nameBehind(whole), content);
        return Case.HALF_CREATED_SEGMENT;
    }

    private Case duplicate(SimulatedDisk disk, Verdict whole, Found segment) {
        Found other = whole.segments().get(random.nextInt(whole.segments().size()));
        disk.put(other.equals(segment) ? nameBehind(whole) : other.name(), disk.bytes(segment.name()));
        return Case.DUPLICATED_SEGMENT;
    }

    private @Nullable Case rotBeforeForged(SimulatedDisk disk, Verdict whole) {
        for (Verdict.Commit commit : whole.commits().reversed()) {
            if (commit.length() > Found.BLOCK + Found.COMMIT_HEADER
                    && commit.segment().claimsCommit(commit.lsn() + Found.BLOCK)) {
                flip(disk, commit.segment(), commit.at() + random.nextInt(SECTOR), random.nextInt(8));
                return Case.FORGED_COMMIT;
            }
        }
        return null;
    }

    /// Tears the last commit, where nothing proves that it was synced, at each of its blocks.
    private void tearEveryBlock(Verdict whole) throws IOException {
        Verdict.Commit commit = whole.lastWithFrames();
        if (commit == null) {
            return;
        }
        for (int block = 0; block < commit.length(); block += Found.BLOCK) {
            try (Machine copy = machine.copy()) {
                byte[] bytes = copy.disk.bytes(commit.segment().name());
                int sectors = Math.min(Found.BLOCK, commit.length() - block) / SECTOR;
                int start = commit.at() + block + SECTOR * random.nextInt(Math.max(1, sectors));
                Arrays.fill(bytes, start, Math.min(start + SECTOR, commit.at() + commit.length()), (byte) 0x5a);
                copy.disk.put(commit.segment().name(), bytes);
                if (Verdict.on(copy.disk, copy.flushed).isRefused()) {
                    return;
                }
                judge(copy, whole, Case.TORN_AT_EVERY_BLOCK);
            }
        }
        tally.count(Case.TORN_AT_EVERY_BLOCK);
    }

    private void judge(Machine copy, Verdict whole, Case kind) throws IOException {
        Verdict expected = Verdict.on(copy.disk, copy.flushed);
        if (expected.isRefused()) {
            tally.count(Case.REFUSED);
            demandRefusal(copy, expected, kind);
        } else {
            if (expected.end() < whole.end()) {
                tally.count(Case.CUT);
            }
            demandContent(copy.open(), expected, kind);
            if (random.nextBoolean()) {
                goOn(copy, expected, kind);
            }
        }
    }

    private static void demandRefusal(Machine copy, Verdict expected, Case kind) throws IOException {
        Map<String, ByteBuffer> before = contents(copy.disk);
        try {
            copy.open();
        } catch (DamagedLogException e) {
            String message = String.valueOf(e.getMessage());
            demand(
                    message.contains("LSN " + expected.end()) || message.contains(" offsets "),
                    "%s at LSN %d was refused without naming the place: %s",
                    kind,
                    expected.end(),
                    message);
            demand(contents(copy.disk).equals(before), "%s was refused, and files were changed", kind);
            return;
        }
        throw new AssertionError(
                "%s at LSN %d was not refused, although something durable lay there".formatted(kind, expected.end()));
    }

    private static Map<String, ByteBuffer> contents(SimulatedDisk disk) {
        Map<String, ByteBuffer> contents = new TreeMap<>();
        for (String name : disk.names()) {
            contents.put(name, ByteBuffer.wrap(disk.bytes(name)));
        }
        return contents;
    }

    /// A hole that was written down before is not written again, unless a session has begun behind it since.
    private void demandContent(FileRecordLog log, Verdict expected, Case kind) {
        long skipped = expected.isUnsynced() && !expected.isLossKnown() ? Book.SKIPPED : 0;
        for (Place place : Place.ALL) {
            List<Long> shown = new ArrayList<>();
            long end = book.of(place).flushedTo();
            for (LoggedBatch batch : Book.read(log, place, end, log.horizon())) {
                shown.addAll(Sent.prints(batch.records()));
                end = batch.endOffset();
            }
            book.demandBeginning(shown, place);
            demand(
                    end == expected.endOffset(place),
                    "after %s %s shows %d records up to %d, not up to %d",
                    kind,
                    place,
                    shown.size(),
                    end,
                    expected.endOffset(place));
            long next = Math.max(end, log.losses().goesOnAt(place.stream(), place.partition()));
            demand(
                    next >= Math.max(end, book.of(place).goesOnAt()) + skipped
                            && log.afterLoss(place.stream(), place.partition(), end) == next,
                    "after %s %s ends at %d and goes on at %d, which is a gap up to %d",
                    kind,
                    place,
                    end,
                    next,
                    log.afterLoss(place.stream(), place.partition(), end));
        }
    }

    /// What was cut never comes back, also behind new commits of the same length.
    private void goOn(Machine copy, Verdict expected, Case kind) throws IOException {
        copy.disk.cutPower(random, 8);
        copy.end();
        Verdict then = Verdict.on(copy.disk, copy.flushed);
        demand(!then.isRefused(), "after %s a second start is refused at LSN %d", kind, then.end());
        demandContent(copy.open(), expected, kind);
    }
}
