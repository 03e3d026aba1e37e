package io.ttdust.adapters.wal.story;

import io.ttdust.adapters.wal.file.SimulatedDisk;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.storage.Checkpoint;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What the format's specification says that recovery must make of the bytes on a disk: steps 1 to 3 of its
/// section on recovery, written again.
final class Verdict {

    /// A commit that lies before the end.
    record Commit(Found segment, long lsn) {

        int at() {
            return segment.at(lsn);
        }

        int length() {
            return segment.length(lsn);
        }

        boolean hasFrames() {
            return segment.frames(lsn) > 0;
        }
    }

    private final List<Found> segments = new ArrayList<>();
    private final List<Commit> commits = new ArrayList<>();
    private final Map<Place, Long> firsts = new HashMap<>();
    private final Map<Place, Long> ends = new HashMap<>();
    private long end;
    private @Nullable Found endSegment;
    private boolean refused;
    private boolean cleanStop;
    private WrittenLosses losses = new WrittenLosses(Map.of(), Map.of(), 0);

    private Verdict() {}

    static Verdict on(SimulatedDisk disk, List<Checkpoint> flushed) {
        Verdict verdict = new Verdict();
        if (disk.names().contains("log-id")) {
            verdict.read(disk);
        }
        verdict.judge(flushed);
        return verdict;
    }

    private void read(SimulatedDisk disk) {
        byte[] logId = disk.bytes("log-id");
        losses = WrittenLosses.on(disk, logId);
        long start = start(disk, logId);
        List<Found> found = new ArrayList<>();
        for (String name : disk.names()) {
            if (name.endsWith(".wal")) {
                found.add(Found.of(name, disk.bytes(name), logId));
            }
        }
        long limit = Long.MAX_VALUE;
        for (Found one : found.reversed()) {
            if (one.base() >= start) {
                segments.addFirst(one.limited(limit));
            }
            limit = one.whole() ? Math.min(limit, one.previousEnd()) : limit;
        }
        int next = walk(start);
        refused = start > 0 && endSegment == null;
        for (Found one : segments.subList(next, segments.size())) {
            refused |= !one.isSuperseded() && proves(one);
        }
    }

    /// The greater of the whole slots of `log-start`.
    private static long start(SimulatedDisk disk, byte[] logId) {
        long start = 0;
        if (disk.names().contains("log-start")) {
            ByteBuffer slots = ByteBuffer.wrap(disk.bytes("log-start")).order(ByteOrder.LITTLE_ENDIAN);
            for (int slot = 0; slot < slots.capacity(); slot += Found.BLOCK) {
                int hole = slot + Found.BLOCK - 4;
                if (slots.getInt(hole) == Found.crc(slots, logId, slot, hole, slot + Found.BLOCK)) {
                    start = Math.max(start, slots.getLong(slot + 32));
                }
            }
        }
        return start;
    }

    /// Takes in commits up to the first position without one; answers the number of the segment it lies in, or
    /// of the one behind.
    private int walk(long start) {
        end = start;
        int next = 0;
        while (next < segments.size()) {
            Found one = segments.get(next);
            if (!one.isSuperseded()) {
                if (!one.whole() || one.previousEnd() != end) {
                    return next;
                }
                endSegment = one;
                cleanStop = false;
                end = one.base() + Found.BLOCK;
                while (end < one.bound() && one.holdsCommit(end) && one.commitSession(end) == one.session()) {
                    commits.add(new Commit(one, end));
                    takeFrames(one, end);
                    cleanStop = one.isCleanStop(end);
                    end = one.commitEnd(end);
                }
                if (end != one.limit()) {
                    return next;
                }
            }
            next++;
        }
        return next;
    }

    private void takeFrames(Found one, long lsn) {
        int at = one.at(lsn) + Found.COMMIT_HEADER;
        ByteBuffer bytes = one.bytes();
        for (int i = 0; i < one.frames(lsn); i++) {
            Place place = new Place(
                    new StreamId(new UUID(
                            Long.reverseBytes(bytes.getLong(at + 16)), Long.reverseBytes(bytes.getLong(at + 24)))),
                    bytes.getInt(at + 32));
            firsts.putIfAbsent(place, bytes.getLong(at + 40));
            ends.put(place, bytes.getLong(at + 40) + bytes.getInt(at + 36));
            at += bytes.getInt(at);
        }
    }

    private boolean proves(Found one) {
        boolean proof = one.whole() && one.previousEnd() > end;
        long lsn = Math.max(end, one.base() + Found.BLOCK);
        while (lsn < one.bound()) {
            boolean commit = one.holdsCommit(lsn);
            proof |= commit && one.durableLsn(lsn) > end;
            lsn = commit ? one.commitEnd(lsn) : lsn + Found.BLOCK;
        }
        return proof;
    }

    private void judge(List<Checkpoint> flushed) {
        for (Checkpoint one : flushed) {
            Place place = new Place(one.stream(), one.partition());
            refused |= one.lsn() > end && !isUnsynced();
            Long last = ends.get(place);
            Long first = firsts.get(place);
            refused |= last != null && last < one.offset() && !isUnsynced() && losses.goesOnAt(place) < one.offset();
            refused |= first != null && first > one.offset() && losses.after(place, one.offset()) < first;
            ends.merge(place, one.offset(), Math::max);
        }
    }

    /// Whether the last session acknowledged before it synced, and was not closed: the end may lack what was
    /// acknowledged.
    boolean isUnsynced() {
        return !cleanStop
                && segments.reversed().stream()
                        .filter(Found::whole)
                        .findFirst()
                        .map(last -> !last.syncsFirst())
                        .orElse(false);
    }

    /// Whether something durable is gone.
    boolean isRefused() {
        return refused;
    }

    /// Whether another block needs another segment, for which there may be no room.
    boolean isFull() {
        return endSegment != null && end + Found.BLOCK > endSegment.base() + Machine.SEGMENT_BYTES;
    }

    /// Whether it is written down already that everything from the end on is lost, and nothing was begun since.
    boolean isLossKnown() {
        Long next = losses.holes().get(end);
        return next != null && segments.stream().noneMatch(one -> one.base() >= next);
    }

    /// The first position without a commit.
    long end() {
        return end;
    }

    /// The offset behind a partition's last kept record.
    long endOffset(Place place) {
        return ends.getOrDefault(place, 0L);
    }

    /// Commits that are kept, those without frames included.
    List<Commit> commits() {
        return commits;
    }

    /// Segments behind the log's start, in order.
    List<Found> segments() {
        return segments;
    }

    /// Whether a whole commit from before the file was recycled lies where the log ends.
    boolean endsBeforeStaleCommit() {
        return endSegment != null && end < endSegment.bound() && endSegment.holdsStaleCommit(end);
    }

    /// The last commit with frames, or null.
    @Nullable
    Commit lastWithFrames() {
        return commits.reversed().stream().filter(Commit::hasFrames).findFirst().orElse(null);
    }

    /// A commit with frames before the last one, or null; `number` chooses.
    @Nullable
    Commit inMiddle(int number) {
        List<Commit> some = commits.stream().filter(Commit::hasFrames).toList();
        return some.size() < 2 ? null : some.get(number % (some.size() - 1));
    }
}
