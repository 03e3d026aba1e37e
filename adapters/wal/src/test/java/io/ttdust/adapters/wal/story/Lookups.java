package io.ttdust.adapters.wal.story;

import static io.ttdust.adapters.wal.story.Book.demand;

import io.ttdust.adapters.wal.FileRecordLog;
import io.ttdust.adapters.wal.loss.LostRange;
import io.ttdust.application.port.log.PartitionBacklog;
import io.ttdust.domain.record.LoggedBatch;
import java.util.ArrayList;
import java.util.List;

/// Looks up what was promised of a place: by time, by offset, across gaps, and in what is told of the partition.
record Lookups(FileRecordLog log, Place place, Promised promised) {

    void check() {
        List<Promised.Batch> all = promised.batches();
        for (int i = 0; i < all.size(); i += 1 + i / 4) {
            if (all.get(i).firstOffset() >= promised.flushedTo()) {
                check(all.get(i));
            }
        }
        checkGaps();
        checkEnd();
    }

    private long firstOffsetAt(long micros) {
        return log.firstOffsetAt(place.stream(), place.partition(), micros);
    }

    private long afterLoss(long offset) {
        return log.afterLoss(place.stream(), place.partition(), offset);
    }

    private void check(Promised.Batch one) {
        long at = firstOffsetAt(one.micros());
        demand(at == one.firstOffset(), "%s is at %d by time, not %d", place, at, one.firstOffset());
        long after = firstOffsetAt(one.micros() + 1);
        demand(
                afterLoss(after) == promised.after(one.endOffset()),
                "%s goes on at %d by time, not at %d; it lost %s",
                place,
                after,
                promised.after(one.endOffset()),
                lost());
        List<LoggedBatch> from = new ArrayList<>();
        log.read(place.stream(), place.partition(), one.endOffset() - 1, log.horizon(), batch -> {
            from.add(batch);
            return false;
        });
        demand(
                from.size() == 1 && from.getFirst().firstOffset() == one.firstOffset(),
                "%s does not show %s by its offset",
                place,
                one);
    }

    private List<LostRange> lost() {
        return log.losses()
                .ranges()
                .getOrDefault(new io.ttdust.adapters.wal.index.Place(place.stream(), place.partition()), List.of());
    }

    /// Every gap is one that the log tells of, and nothing else is.
    private void checkGaps() {
        long at = promised.flushedTo();
        for (Promised.Batch one : promised.unflushed()) {
            demandGap(at, one.firstOffset());
            demandGap(one.endOffset() - 1, one.endOffset() - 1);
            at = one.endOffset();
        }
        demandGap(at, promised.endOffset());
    }

    private void demandGap(long from, long to) {
        demand(
                afterLoss(from) == to && (from == to || afterLoss(to - 1) == to),
                "%s goes on at %d behind %d, and the log says at %d; it lost %s",
                place,
                to,
                from,
                afterLoss(from),
                lost());
    }

    private void checkEnd() {
        long flushed = promised.flushedTo();
        long end = firstOffsetAt(Long.MAX_VALUE);
        demand(
                end <= promised.endOffset() && afterLoss(Math.max(end, promised.keptEnd())) == promised.endOffset(),
                "%s ends at %d, not %d",
                place,
                end,
                promised.endOffset());
        List<PartitionBacklog> left = log.backlog().stream()
                .filter(one -> one.stream().equals(place.stream()) && one.partition() == place.partition())
                .toList();
        demand(
                promised.unflushed().isEmpty()
                        ? left.isEmpty()
                        : left.size() == 1
                                && afterLoss(left.getFirst().firstOffset()) == promised.after(flushed)
                                && left.getFirst().endOffset() == promised.keptEnd(),
                "%s is flushed up to %d of %d, and behind is %s",
                place,
                flushed,
                promised.keptEnd(),
                left);
    }
}
