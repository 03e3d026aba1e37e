package io.ttdust.application.ingest;

import io.ttdust.application.ingest.KeyState.KeyPlace;
import io.ttdust.application.keyfile.KeyHash;
import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.StorageFullException;
import io.ttdust.application.port.log.Appended;
import io.ttdust.application.port.log.RecordLog;
import io.ttdust.application.stream.OpenStream;
import io.ttdust.application.stream.SchemaEpoch;
import io.ttdust.domain.ingest.AcceptedRun;
import io.ttdust.domain.ingest.IngestOutcome;
import io.ttdust.domain.ingest.Verdict;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.record.RecordBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Appends the good records of one batch, partition by partition, and answers for all of it. Appending belongs
/// to one thread; the futures' dependents touch only slots of their own records, and [#outcome] is read after
/// all of them are done.
final class Appends {

    /// How often records are offered to the log. Each time but the first the schema was switched meanwhile, so a
    /// second one is rare.
    static final int TURNS_MAX = 8;

    private final RecordLog log;
    private final IdempotencyKeys keys;
    private final OpenStream stream;
    private final RecordBatch batch;
    private final RecordChecks checks;
    private final List<CompletableFuture<?>> pending = new ArrayList<>(1);
    private final List<Slice> slices = new ArrayList<>(1);

    /// Records that went into the log in one append, by their places in the batch, and where they came to lie.
    private static final class Slice {

        private final int[] indexes;
        private final int partition;
        private final CompletableFuture<Appended> appended;

        private Slice(int[] indexes, int partition, CompletableFuture<Appended> appended) {
            this.indexes = indexes;
            this.partition = partition;
            this.appended = appended;
        }
    }

    Appends(RecordLog log, IdempotencyKeys keys, OpenStream stream, RecordBatch batch, RecordChecks checks) {
        this.log = log;
        this.keys = keys;
        this.stream = stream;
        this.batch = batch;
        this.checks = checks;
    }

    /// Appends the first `count` records of `indexes`, all to one partition and in their order, in slices the
    /// log can take.
    void append(int partition, int[] indexes, int count) {
        append(partition, indexes, 0, count);
    }

    /// Appends the first `count` records of `indexes`, each to the partition at the same place of `partitions`, and
    /// to each partition in their order.
    void append(int[] partitions, int[] indexes, int count) {
        int[] ends = new int[stream.definition().partitions() + 1];
        for (int i = 0; i < count; i++) {
            ends[partitions[i] + 1]++;
        }
        for (int i = 1; i < ends.length; i++) {
            ends[i] += ends[i - 1];
        }
        // Now the first place of each partition; each record moves its partition's on, to where the next begins.
        int[] sorted = new int[count];
        for (int i = 0; i < count; i++) {
            sorted[ends[partitions[i]]++] = indexes[i];
        }
        int from = 0;
        for (int partition = 0; from < count; partition++) {
            int to = ends[partition];
            append(partition, sorted, from, to);
            from = to;
        }
    }

    private void append(int partition, int[] indexes, int first, int end) {
        if (first < end && batch.weightBytes() <= RecordLog.BATCH_BYTES_MAX) {
            appendSlice(partition, slice(indexes, first, end), false);
            return;
        }
        int from = first;
        while (from < end) {
            int to = from + 1;
            long bytes = batch.weightBytes(indexes[from]);
            while (to < end && bytes + batch.weightBytes(indexes[to]) <= RecordLog.BATCH_BYTES_MAX) {
                bytes += batch.weightBytes(indexes[to]);
                to++;
            }
            appendSlice(partition, slice(indexes, from, to), false);
            from = to;
        }
    }

    private static int[] slice(int[] indexes, int from, int to) {
        return from == 0 && to == indexes.length ? indexes : Arrays.copyOfRange(indexes, from, to);
    }

    /// Appends these records in one piece, all to one partition, or none of them.
    ///
    /// @return false if some of them no longer satisfy the schema, which was switched since they were checked;
    ///     they have a verdict, and the keys of the others are still reserved
    boolean appendWhole(int partition, int[] indexes) {
        return appendSlice(partition, indexes, true);
    }

    /// Appends these records, or those that are still good when another version of the schema comes into force
    /// before they have their offsets.
    ///
    /// @param whole whether to append nothing unless all are good
    /// @return whether all that is left to do is to wait
    private boolean appendSlice(int partition, int[] indexes, boolean whole) {
        SchemaEpoch checked = checks.epoch();
        int[] left = indexes;
        for (int turn = 0; turn < TURNS_MAX; turn++) {
            if (!checked.holds()) {
                checked = stream.epoch();
                left = checks.checkAgain(left, checked);
                if (left.length == 0 || (whole && left.length < indexes.length)) {
                    return false;
                }
            }
            if (stage(partition, left, checked)) {
                return true;
            }
        }
        checks.handOver(left);
        refuseAll(
                left,
                new Verdict.RefusedForNow(RecordChecks.unavailable(
                        "the version of the stream's schema changed again and again while the record was being checked;"
                                + " send it again")));
        return true;
    }

    /// Whether the log took or refused these records; if not, the epoch in which they were checked has ended.
    private boolean stage(int partition, int[] indexes, SchemaEpoch checked) {
        RecordBatch records = indexes.length == batch.size() ? batch : batch.select(indexes);
        CompletableFuture<Appended> appended;
        try {
            appended = log.append(stream.definition().id(), partition, checked.version(), records, checked);
        } catch (StorageFullException e) {
            checks.handOver(indexes);
            refuseAll(indexes, noRoom(e));
            return true;
        } catch (StorageException e) {
            checks.handOver(indexes);
            refuseAll(
                    indexes,
                    new Verdict.RefusedForNow(
                            RecordChecks.unavailable("the log does not take records: %s".formatted(e.getMessage()))));
            return true;
        }
        if (appended == null) {
            return false;
        }
        checks.handOver(indexes);
        slices.add(new Slice(indexes, partition, appended));
        await(appended.handle((place, failure) -> settle(partition, indexes, place, failure)));
        return true;
    }

    /// The outcome waits for this, too.
    void await(CompletableFuture<?> more) {
        pending.add(more);
    }

    /// Nothing of these records was written, so their keys are free again.
    private void refuseAll(int[] indexes, Verdict verdict) {
        for (int index : indexes) {
            checks.decide(index, verdict);
            checks.release(index);
        }
    }

    private boolean settle(int partition, int[] indexes, @Nullable Appended place, @Nullable Throwable failure) {
        if (failure instanceof StorageFullException full) {
            refuseAll(indexes, noRoom(full));
        } else if (place == null) {
            abandonAll(indexes, failure == null ? new StorageException("append failed") : failure);
        } else if (checks.hasReserved()) {
            keys.settle(
                    checks.reservedKeys(indexes), new KeyPlace(partition, place.firstOffset(), place.receiveMicros()));
        }
        return place != null;
    }

    private static Verdict noRoom(StorageFullException cause) {
        return new Verdict.RefusedForNow(Problem.retryable(
                ErrorCode.STORAGE_FULL,
                "the disk is full: %s".formatted(cause.getMessage()),
                RecordChecks.RETRY_AFTER));
    }

    /// Nobody knows whether these records were written.
    private void abandonAll(int[] indexes, Throwable cause) {
        Verdict unknown = new Verdict.RefusedForNow(
                RecordChecks.unavailable("the log failed while writing; whether the record is kept shows after the"
                        + " restart: send it again with the same idempotency key"));
        for (int index : indexes) {
            checks.decide(index, unknown);
            KeyHash key = checks.reservedKey(index);
            if (key != null) {
                keys.abandon(key, cause);
            }
        }
    }

    /// Completes once every record's fate is known; never fails.
    CompletableFuture<IngestOutcome> outcome() {
        CompletableFuture<?> all = pending.size() == 1
                ? pending.getFirst()
                : CompletableFuture.allOf(pending.toArray(CompletableFuture[]::new));
        return all.handle((done, failure) -> answered());
    }

    private IngestOutcome answered() {
        List<AcceptedRun> accepted = new ArrayList<>(slices.size());
        for (Slice slice : slices) {
            if (!slice.appended.isCompletedExceptionally()) {
                addRuns(slice, slice.appended.join(), accepted);
            }
        }
        if (stream.definition().partitions() > 1) {
            accepted.sort(Comparator.comparingInt(AcceptedRun::firstIndex));
        }
        return new IngestOutcome.Answered(
                accepted,
                checks.others(),
                log.durability(),
                accepted.isEmpty() ? 0 : accepted.getFirst().receiveMicros());
    }

    private static void addRuns(Slice slice, Appended place, List<AcceptedRun> runs) {
        int[] indexes = slice.indexes;
        int from = 0;
        while (from < indexes.length) {
            int to = from + 1;
            while (to < indexes.length && indexes[to] == indexes[to - 1] + 1) {
                to++;
            }
            runs.add(new AcceptedRun(
                    indexes[from], to - from, slice.partition, place.firstOffset() + from, place.receiveMicros()));
            from = to;
        }
    }
}
