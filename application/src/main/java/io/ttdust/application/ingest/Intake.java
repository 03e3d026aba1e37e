package io.ttdust.application.ingest;

import io.ttdust.application.ingest.KeyState.KeyPlace;
import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.StorageFullException;
import io.ttdust.application.port.log.Appended;
import io.ttdust.application.port.log.RecordLog;
import io.ttdust.application.stream.OpenStream;
import io.ttdust.domain.ingest.AcceptedRun;
import io.ttdust.domain.ingest.Durability;
import io.ttdust.domain.ingest.IngestOutcome;
import io.ttdust.domain.ingest.Verdict;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.record.BodyFingerprint;
import io.ttdust.domain.record.RecordBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// One batch on its way through [IngestRecords]. Used once, by one thread; the futures' dependents touch only
/// slots of their own records, and the outcome is read after all of them are done.
final class Intake {

    private static final int PARTITION = 0;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    /// How long the second caller of a key waits for the first.
    private static final Duration KEY_WAIT_MAX = Duration.ofSeconds(10);

    /// Violations told in full per request; beyond it each record is told its first, so that a small request of bad
    /// records cannot ask for a huge answer.
    private static final int VIOLATIONS_MAX = 250;

    private final RecordLog log;
    private final IdempotencyKeys keys;
    private final IngestLimits limits;
    private final OpenStream stream;
    private final RecordBatch batch;

    /// By record; null for accepted ones. The array is absent while every record is accepted.
    private @Nullable Verdict @Nullable [] verdicts;

    /// By record; the keys this batch holds the reservation of. Absent while no record has a key.
    private @Nullable KeyHash @Nullable [] reserved;

    /// Every key reserved for a record up to this one is the log's, or free again.
    private int handledThrough = -1;

    private int violations;
    private final List<CompletableFuture<?>> pending = new ArrayList<>(1);
    private final List<Slice> slices = new ArrayList<>(1);

    /// Records that went into the log in one append, by their places in the batch, and where they came to lie.
    private static final class Slice {

        private final int[] indexes;
        private final CompletableFuture<Appended> appended;

        private Slice(int[] indexes, CompletableFuture<Appended> appended) {
            this.indexes = indexes;
            this.appended = appended;
        }
    }

    Intake(RecordLog log, IdempotencyKeys keys, IngestLimits limits, OpenStream stream, RecordBatch batch) {
        this.log = log;
        this.keys = keys;
        this.limits = limits;
        this.stream = stream;
        this.batch = batch;
    }

    CompletableFuture<IngestOutcome> run() {
        boolean handled = false;
        try {
            checkAndAppend();
            handled = true;
        } finally {
            if (!handled) {
                releaseUnhandled();
            }
        }
        if (pending.size() == 1) {
            return pending.getFirst().handle((done, failure) -> outcome());
        }
        return CompletableFuture.allOf(pending.toArray(CompletableFuture[]::new))
                .handle((done, failure) -> outcome());
    }

    private void checkAndAppend() {
        int[] good = new int[batch.size()];
        int count = 0;
        for (int i = 0; i < batch.size(); i++) {
            if (check(i)) {
                good[count++] = i;
            }
        }
        append(good, count);
    }

    /// A defect on the way must not leave keys reserved for ever.
    private void releaseUnhandled() {
        for (int i = handledThrough + 1; i < batch.size(); i++) {
            KeyHash key = reservedKey(i);
            if (key != null) {
                keys.release(key);
            }
        }
    }

    /// Whether record `index` may be appended; if not, its verdict is set or pending.
    private boolean check(int index) {
        Problem limit = limits.checkRecord(batch, index);
        if (limit != null) {
            return decided(index, new Verdict.Rejected(limit));
        }
        String key = batch.attributes(index).idempotencyKey();
        if (key == null) {
            return satisfiesSchema(index);
        }
        KeyHash hash = KeyHash.of(stream.definition().id(), key);
        BodyFingerprint print = batch.fingerprint(index);
        if (!isFree(index, keys.lookUp(hash, print))
                || !satisfiesSchema(index)
                || !isFree(index, keys.reserve(hash, print))) {
            return false;
        }
        if (reserved == null) {
            reserved = new KeyHash[batch.size()];
        }
        reserved[index] = hash;
        return true;
    }

    private boolean satisfiesSchema(int index) {
        Problem problem = stream.schema().check(batch.bytes(), batch.start(index), batch.length(index));
        if (problem == null) {
            return true;
        }
        violations += problem.violations().size();
        return decided(index, new Verdict.Rejected(violations <= VIOLATIONS_MAX ? problem : problem.brief()));
    }

    private boolean isFree(int index, KeyState state) {
        return switch (state) {
            case KeyState.Free free -> true;
            case KeyState.Used(KeyPlace place) -> decided(index, duplicate(place));
            case KeyState.Conflicting conflict -> decided(index, conflict());
            case KeyState.NoRoom(Duration retryAfter) ->
                decided(
                        index,
                        new Verdict.RefusedForNow(Problem.retryable(
                                ErrorCode.OVERLOADED,
                                "as many idempotency keys are remembered as memory allows; send again later, or"
                                        + " without a key",
                                retryAfter)));
            case KeyState.InFlight(CompletableFuture<@Nullable KeyPlace> settled, KeyState.InFlight.Body body) -> {
                pending.add(settled.copy()
                        .orTimeout(KEY_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS)
                        .handle((place, failure) -> decided(index, verdictOfFirst(body, place, failure))));
                yield false;
            }
        };
    }

    private static Verdict duplicate(KeyPlace place) {
        return new Verdict.Duplicate(place.partition(), place.offset(), place.receiveMicros());
    }

    private static Verdict conflict() {
        return new Verdict.KeyConflict(Problem.of(
                ErrorCode.IDEMPOTENCY_CONFLICT,
                "the idempotency key was used within 24 hours for a different record; use a new key"));
    }

    private static Verdict verdictOfFirst(
            KeyState.InFlight.Body body, @Nullable KeyPlace place, @Nullable Throwable failure) {
        if (place != null) {
            return switch (body) {
                case SAME -> duplicate(place);
                case OTHER -> conflict();
            };
        }
        if (failure instanceof TimeoutException) {
            return new Verdict.RefusedForNow(Problem.retryable(
                    ErrorCode.IDEMPOTENCY_IN_FLIGHT,
                    "a record with this idempotency key is still being written; send again to learn its outcome",
                    RETRY_AFTER));
        }
        return failure != null
                ? unavailable("whether the first record with this key was written is not known until a restart")
                : unavailable("the first record with this key was not written; send again");
    }

    private static Verdict unavailable(String message) {
        return new Verdict.RefusedForNow(Problem.retryable(ErrorCode.STORAGE_UNAVAILABLE, message, RETRY_AFTER));
    }

    private boolean decided(int index, Verdict verdict) {
        verdictsToFill()[index] = verdict;
        return false;
    }

    /// Several dependents may come here at once, on different threads.
    private synchronized @Nullable Verdict[] verdictsToFill() {
        @Nullable Verdict[] filled = verdicts;
        if (filled == null) {
            filled = new Verdict[batch.size()];
            verdicts = filled;
        }
        return filled;
    }

    /// Appends the `count` records at `good` in slices the log can take.
    private void append(int[] good, int count) {
        int from = 0;
        while (from < count) {
            int to = from + 1;
            long bytes = batch.weightBytes(good[from]);
            while (to < count && bytes + batch.weightBytes(good[to]) <= RecordLog.BATCH_BYTES_MAX) {
                bytes += batch.weightBytes(good[to]);
                to++;
            }
            appendSlice(from == 0 && to == good.length ? good : Arrays.copyOfRange(good, from, to));
            from = to;
        }
    }

    private void appendSlice(int[] indexes) {
        RecordBatch records = indexes.length == batch.size() ? batch : batch.select(indexes);
        CompletableFuture<Appended> appended;
        try {
            appended = log.append(
                    stream.definition().id(), PARTITION, stream.definition().schemaVersion(), records);
        } catch (StorageFullException e) {
            refuseAll(indexes, noRoom(e));
            return;
        } catch (StorageException e) {
            refuseAll(indexes, unavailable("the log does not take records: %s".formatted(e.getMessage())));
            return;
        }
        handledThrough = indexes[indexes.length - 1];
        slices.add(new Slice(indexes, appended));
        pending.add(appended.handle((place, failure) -> settle(indexes, place, failure)));
    }

    /// Nothing of these records was written, so their keys are free again.
    private void refuseAll(int[] indexes, Verdict verdict) {
        handledThrough = Math.max(handledThrough, indexes[indexes.length - 1]);
        for (int index : indexes) {
            decided(index, verdict);
            KeyHash key = reservedKey(index);
            if (key != null) {
                keys.release(key);
            }
        }
    }

    private boolean settle(int[] indexes, @Nullable Appended place, @Nullable Throwable failure) {
        if (failure instanceof StorageFullException full) {
            refuseAll(indexes, noRoom(full));
        } else if (place == null) {
            abandonAll(indexes, failure == null ? new StorageException("append failed") : failure);
        } else if (reserved != null) {
            for (int i = 0; i < indexes.length; i++) {
                KeyHash key = reservedKey(indexes[i]);
                if (key != null) {
                    keys.settle(key, new KeyPlace(PARTITION, place.firstOffset() + i, place.receiveMicros()));
                }
            }
        }
        return place != null;
    }

    private static Verdict noRoom(StorageFullException cause) {
        return new Verdict.RefusedForNow(Problem.retryable(
                ErrorCode.STORAGE_FULL, "the disk is full: %s".formatted(cause.getMessage()), RETRY_AFTER));
    }

    /// Nobody knows whether these records were written.
    private void abandonAll(int[] indexes, Throwable cause) {
        Verdict unknown = unavailable("the log failed while writing; whether the record is kept shows after the"
                + " restart: send it again with the same idempotency key");
        for (int index : indexes) {
            decided(index, unknown);
            KeyHash key = reservedKey(index);
            if (key != null) {
                keys.abandon(key, cause);
            }
        }
    }

    private @Nullable KeyHash reservedKey(int index) {
        return reserved == null ? null : reserved[index];
    }

    private IngestOutcome outcome() {
        List<AcceptedRun> accepted = new ArrayList<>(slices.size());
        for (Slice slice : slices) {
            if (!slice.appended.isCompletedExceptionally()) {
                addRuns(slice.indexes, slice.appended.join(), accepted);
            }
        }
        List<IngestOutcome.Other> others = new ArrayList<>();
        @Nullable Verdict[] filled = verdicts;
        if (filled != null) {
            for (int i = 0; i < filled.length; i++) {
                Verdict verdict = filled[i];
                if (verdict != null) {
                    others.add(new IngestOutcome.Other(i, verdict));
                }
            }
        }
        return new IngestOutcome.Answered(
                accepted,
                others,
                Durability.FSYNC,
                accepted.isEmpty() ? 0 : accepted.getFirst().receiveMicros());
    }

    private static void addRuns(int[] indexes, Appended place, List<AcceptedRun> runs) {
        int from = 0;
        while (from < indexes.length) {
            int to = from + 1;
            while (to < indexes.length && indexes[to] == indexes[to - 1] + 1) {
                to++;
            }
            runs.add(new AcceptedRun(
                    indexes[from], to - from, PARTITION, place.firstOffset() + from, place.receiveMicros()));
            from = to;
        }
    }
}
