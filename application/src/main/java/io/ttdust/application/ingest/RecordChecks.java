package io.ttdust.application.ingest;

import io.ttdust.application.ingest.KeyState.KeyPlace;
import io.ttdust.application.keyfile.KeyHash;
import io.ttdust.application.keyfile.KeyHasher;
import io.ttdust.application.stream.OpenStream;
import io.ttdust.application.stream.SchemaEpoch;
import io.ttdust.domain.ingest.IngestOutcome;
import io.ttdust.domain.ingest.Verdict;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.record.BodyFingerprint;
import io.ttdust.domain.record.RecordBatch;
import io.ttdust.domain.schema.PayloadSchema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Checks the records of one batch, in the order the contract fixes, and keeps their verdicts and the keys that are
/// reserved for them. [#checkAll] and [#releaseRest] belong to one thread; verdicts may be decided on any.
final class RecordChecks {

    static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    /// Violations told in full per request; beyond it each record is told its first, so that a small request of bad
    /// records cannot ask for a huge answer.
    private static final int VIOLATIONS_MAX = 250;

    private final IdempotencyKeys keys;
    private final IngestLimits limits;
    private final OpenStream stream;
    private final SchemaEpoch epoch;
    private final RecordBatch batch;
    private final KeyWaits waits;
    private final KeyHasher hasher = new KeyHasher();

    /// By record; null for accepted ones. The array is absent while every record is accepted.
    private @Nullable Verdict @Nullable [] verdicts;

    /// By record; the keys this batch holds the reservation of. Absent while no record has a key.
    private @Nullable KeyHash @Nullable [] reserved;

    /// Records whose keys the log's answer will settle.
    private @Nullable BitSet handedOver;

    /// Present from the first record whose payload is looked at until all are checked.
    private PayloadSchema.@Nullable Checker checker;

    private int violations;
    private int validated;

    /// Hears of records whose key somebody else is writing a record of.
    interface KeyWaits {

        void on(int index, KeyState.InFlight first);
    }

    RecordChecks(IdempotencyKeys keys, IngestLimits limits, OpenStream stream, RecordBatch batch, KeyWaits waits) {
        this.keys = keys;
        this.limits = limits;
        this.stream = stream;
        this.epoch = stream.epoch();
        this.batch = batch;
        this.waits = waits;
    }

    /// What [#checkAll] checks against.
    SchemaEpoch epoch() {
        return epoch;
    }

    /// Checks all records in their order. If this throws, [#releaseRest] gives back what was reserved.
    ///
    /// @return the indexes of those that may be appended, ascending
    int[] checkAll() {
        int[] good = new int[batch.size()];
        int count = 0;
        try {
            for (int i = 0; i < good.length; i++) {
                if (check(i)) {
                    good[count++] = i;
                }
            }
        } finally {
            closeChecker();
        }
        return count == good.length ? good : Arrays.copyOf(good, count);
    }

    /// Checks records that were good once more, since another version of the schema is in force now. Their keys
    /// stay reserved; those that are no longer good have a verdict now, and their keys are free again.
    ///
    /// @return the indexes of those that may be appended, in the same order
    int[] checkAgain(int[] indexes, SchemaEpoch now) {
        int[] good = new int[indexes.length];
        int count = 0;
        validated -= indexes.length;
        checker = now.schema().open();
        try {
            for (int index : indexes) {
                if (satisfiesSchema(index)) {
                    good[count++] = index;
                } else {
                    release(index);
                    if (reserved != null) {
                        reserved[index] = null;
                    }
                }
            }
        } finally {
            closeChecker();
        }
        return count == good.length ? good : Arrays.copyOf(good, count);
    }

    /// Whether record `index` may be appended, its key, if it has one, being reserved; if not, its verdict is
    /// decided or has to be waited for.
    private boolean check(int index) {
        Problem limit = limits.checkRecord(batch, index);
        if (limit != null) {
            return decide(index, new Verdict.Rejected(limit));
        }
        String key = batch.attributes(index).idempotencyKey();
        if (key == null) {
            return satisfiesSchema(index);
        }
        KeyHash hash = hasher.of(stream.definition().id(), key);
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

    private void closeChecker() {
        if (checker != null) {
            checker.close();
            checker = null;
        }
    }

    private boolean satisfiesSchema(int index) {
        if (checker == null) {
            checker = epoch.schema().open();
        }
        Problem problem = checker.check(batch.bytes(), batch.start(index), batch.length(index));
        if (problem == null) {
            validated++;
            return true;
        }
        violations += problem.violations().size();
        return decide(index, new Verdict.Rejected(violations <= VIOLATIONS_MAX ? problem : problem.brief()));
    }

    private boolean isFree(int index, KeyState state) {
        return switch (state) {
            case KeyState.Free free -> true;
            case KeyState.Used(KeyPlace place) -> decide(index, duplicate(place));
            case KeyState.Conflicting conflict -> decide(index, conflict());
            case KeyState.NoRoom(Duration retryAfter) ->
                decide(
                        index,
                        new Verdict.RefusedForNow(Problem.retryable(
                                ErrorCode.OVERLOADED,
                                "as many idempotency keys are remembered as memory allows; send again later, or"
                                        + " without a key",
                                retryAfter)));
            case KeyState.InFlight first -> {
                waits.on(index, first);
                yield false;
            }
        };
    }

    static Verdict duplicate(KeyPlace place) {
        return new Verdict.Duplicate(place.partition(), place.offset(), place.receiveMicros());
    }

    static Verdict conflict() {
        return new Verdict.KeyConflict(Problem.of(
                ErrorCode.IDEMPOTENCY_CONFLICT,
                "the idempotency key was used within 24 hours for a different record; use a new key"));
    }

    static Problem inFlight() {
        return Problem.retryable(
                ErrorCode.IDEMPOTENCY_IN_FLIGHT,
                "a record with this idempotency key is still being written; send again to learn its outcome",
                RETRY_AFTER);
    }

    static Problem unknownFirst() {
        return unavailable("whether the first record with this key was written is not known until a restart");
    }

    static Problem unavailable(String message) {
        return Problem.retryable(ErrorCode.STORAGE_UNAVAILABLE, message, RETRY_AFTER);
    }

    /// Always false: a record with a verdict is not appended.
    boolean decide(int index, Verdict verdict) {
        verdictsToFill()[index] = verdict;
        return false;
    }

    /// Several dependents of futures may come here at once, on different threads.
    private synchronized @Nullable Verdict[] verdictsToFill() {
        @Nullable Verdict[] filled = verdicts;
        if (filled == null) {
            filled = new Verdict[batch.size()];
            verdicts = filled;
        }
        return filled;
    }

    /// The records that have a verdict, ascending.
    List<IngestOutcome.Other> others() {
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
        return others;
    }

    /// How many records were found to satisfy the schema.
    int validated() {
        return validated;
    }

    /// Whether any record has a key that this batch reserved.
    boolean hasReserved() {
        return reserved != null;
    }

    /// The key that is reserved for record `index`; null if none is.
    @Nullable
    KeyHash reservedKey(int index) {
        return reserved == null ? null : reserved[index];
    }

    /// The keys that are reserved for the records at `indexes`, in that order; null where none is.
    @Nullable
    KeyHash[] reservedKeys(int[] indexes) {
        @Nullable KeyHash[] keysOf = new KeyHash[indexes.length];
        for (int i = 0; i < indexes.length; i++) {
            keysOf[i] = reservedKey(indexes[i]);
        }
        return keysOf;
    }

    /// Makes the key of record `index` free again, if it has one.
    void release(int index) {
        KeyHash key = reservedKey(index);
        if (key != null) {
            keys.release(key);
        }
    }

    /// From now on the keys of these records are settled, released or abandoned by what becomes of their append.
    void handOver(int[] indexes) {
        if (reserved != null) {
            BitSet handed = handedOver == null ? new BitSet(batch.size()) : handedOver;
            for (int index : indexes) {
                handed.set(index);
            }
            handedOver = handed;
        }
    }

    /// Makes the keys of all other records free again: nothing must leave them reserved for ever.
    void releaseRest() {
        if (reserved != null) {
            for (int i = 0; i < reserved.length; i++) {
                if (handedOver == null || !handedOver.get(i)) {
                    release(i);
                }
            }
        }
    }
}
