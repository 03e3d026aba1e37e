package io.ttdust.adapters.wal.story;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// What was promised of one place.
final class Promised {

    /// A batch that somebody knows of.
    record Batch(long firstOffset, long micros, List<Long> prints, boolean keyed) {

        long endOffset() {
            return firstOffset + prints.size();
        }
    }

    private final List<Batch> batches = new ArrayList<>();
    private long flushedTo;
    private long sureTo;
    private long toldTo;
    private long goesOnAt;

    /// All that are known, those included that are flushed.
    List<Batch> batches() {
        return batches;
    }

    /// Those that the log has to hold.
    List<Batch> unflushed() {
        return batches.stream().filter(one -> one.firstOffset >= flushedTo).toList();
    }

    void add(long micros, List<Long> prints, boolean keyed) {
        batches.add(new Batch(endOffset(), micros, prints, keyed));
        told(endOffset());
    }

    /// Forgets those from `firstOffset` on, which are lost.
    void lose(long firstOffset) {
        batches.removeIf(one -> one.firstOffset >= firstOffset);
    }

    /// The offset that the next record gets.
    long endOffset() {
        return Math.max(keptEnd(), goesOnAt);
    }

    /// The offset behind the last record there is, be it in the log or in files.
    long keptEnd() {
        return Math.max(flushedTo, batches.isEmpty() ? 0 : batches.getLast().endOffset());
    }

    /// Where some batch ends that is not flushed, or where the flushed ones end.
    long someEndOffset(SplittableRandom random) {
        List<Batch> left = unflushed();
        return left.isEmpty()
                ? flushedTo
                : left.get(random.nextInt(left.size())).endOffset();
    }

    long flushedTo() {
        return flushedTo;
    }

    void flushed(long offset) {
        flushedTo = offset;
    }

    /// No crash takes a record from before this offset.
    long sureTo() {
        return sureTo;
    }

    void sure(long offset) {
        sureTo = Math.max(sureTo, offset);
    }

    /// Somebody knows of records up to here: none of these offsets may become another record's.
    long toldTo() {
        return toldTo;
    }

    void told(long offset) {
        toldTo = Math.max(toldTo, offset);
    }

    /// Where it goes on at least, after what was lost.
    long goesOnAt() {
        return goesOnAt;
    }

    void goesOnAt(long offset) {
        goesOnAt = offset;
    }

    /// The first offset from `offset` on that is in no gap.
    long after(long offset) {
        long end = 0;
        for (Batch one : batches) {
            if (end <= offset && offset < one.firstOffset) {
                return one.firstOffset;
            }
            end = one.endOffset();
        }
        return offset >= keptEnd() ? Math.max(offset, goesOnAt) : offset;
    }
}
