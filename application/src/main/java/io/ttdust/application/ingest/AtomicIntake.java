package io.ttdust.application.ingest;

import io.ttdust.application.ingest.KeyState.KeyPlace;
import io.ttdust.application.port.log.RecordLog;
import io.ttdust.application.stream.OpenStream;
import io.ttdust.domain.ingest.AtomicRefusal;
import io.ttdust.domain.ingest.IngestOutcome;
import io.ttdust.domain.ingest.IngestOutcome.Other;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.problem.Violation;
import io.ttdust.domain.record.RecordBatch;
import io.ttdust.domain.stream.PartitionKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One batch on its way through [IngestRecords#ingestAtomically]: one append to one partition, or none. Used
/// once, by one thread.
///
/// Its keys are reserved together or not at all: when somebody else holds one of them, those that are reserved are
/// freed again before this waits, so two batches never wait for each other.
final class AtomicIntake implements IngestRecords.Way {

    private static final int NONE = -1;

    private final RecordLog log;
    private final IdempotencyKeys keys;
    private final IngestLimits limits;
    private final IngestRecords.Rotation rotation;
    private final OpenStream stream;
    private final RecordBatch batch;
    private int validated;

    /// Completes when this has waited long enough; null until it waits.
    private @Nullable CompletableFuture<Boolean> patienceEnds;

    AtomicIntake(
            RecordLog log,
            IdempotencyKeys keys,
            IngestLimits limits,
            IngestRecords.Rotation rotation,
            OpenStream stream,
            RecordBatch batch) {
        this.log = log;
        this.keys = keys;
        this.limits = limits;
        this.rotation = rotation;
        this.stream = stream;
        this.batch = batch;
    }

    @Override
    public int validated() {
        return validated;
    }

    @Override
    public CompletableFuture<IngestOutcome> run() {
        Problem refusal = tooLarge();
        if (refusal == null) {
            refusal = partitionsDiffer();
        }
        while (refusal == null) {
            List<CompletableFuture<@Nullable KeyPlace>> firsts = new ArrayList<>();
            CompletableFuture<IngestOutcome> outcome = attempt(firsts);
            if (outcome != null) {
                return outcome;
            }
            refusal = await(firsts);
        }
        return refused(refusal);
    }

    private @Nullable Problem tooLarge() {
        return batch.size() == 1 || batch.weightBytes() <= RecordLog.BATCH_BYTES_MAX
                ? null
                : Problem.of(
                        ErrorCode.PAYLOAD_TOO_LARGE,
                        "%d bytes, keys and metadata included, in one atomic request; send at most %d"
                                .formatted(batch.weightBytes(), RecordLog.BATCH_BYTES_MAX));
    }

    /// Why the records cannot all go to one partition; null if they can.
    private @Nullable Problem partitionsDiffer() {
        int partitions = stream.definition().partitions();
        int first = NONE;
        int firstPartition = NONE;
        for (int i = 0; i < batch.size() && partitions > 1; i++) {
            int partition = partitionOf(i);
            if (firstPartition == NONE) {
                first = i;
                firstPartition = partition;
            } else if (partition != NONE && partition != firstPartition) {
                return Problem.of(
                        ErrorCode.INVALID_REQUEST,
                        "an atomic request goes to one partition; records %d and %d belong to different ones: give"
                                        .formatted(first, i)
                                + " all records the same partition key",
                        List.of(
                                new Violation("/" + first, "partition", "is of partition " + firstPartition),
                                new Violation("/" + i, "partition", "is of partition " + partition)));
            }
        }
        return null;
    }

    /// The partition that record `index` asks for; [#NONE] when it does not.
    private int partitionOf(int index) {
        String key = Intake.placingKey(batch.attributes(index));
        return key == null
                ? NONE
                : PartitionKey.partitionOf(key, stream.definition().partitions());
    }

    /// The partition of all records.
    private int partition() {
        int partitions = stream.definition().partitions();
        for (int i = 0; i < batch.size() && partitions > 1; i++) {
            int partition = partitionOf(i);
            if (partition != NONE) {
                return partition;
            }
        }
        return partitions == 1 ? 0 : rotation.next(stream.definition().id(), partitions);
    }

    /// Checks all records and appends them if all may be.
    ///
    /// @param firsts takes what has to be waited for
    /// @return null if, and only if, something has to be waited for; then no key is reserved
    private @Nullable CompletableFuture<IngestOutcome> attempt(List<CompletableFuture<@Nullable KeyPlace>> firsts) {
        RecordChecks checks =
                new RecordChecks(keys, limits, stream, batch, (index, first) -> firsts.add(first.settled()));
        boolean appended = false;
        try {
            int[] good = checks.checkAll();
            validated = checks.validated();
            if (good.length == batch.size()) {
                Appends appends = new Appends(log, keys, stream, batch, checks);
                appended = appends.appendWhole(partition(), good);
                validated = checks.validated();
                if (appended) {
                    return appends.outcome();
                }
            }
        } finally {
            if (!appended) {
                checks.releaseRest();
            }
        }
        return decided(checks.others(), firsts);
    }

    private @Nullable CompletableFuture<IngestOutcome> decided(
            List<Other> others, List<CompletableFuture<@Nullable KeyPlace>> firsts) {
        Problem culprits = AtomicRefusal.of(others);
        if (culprits == null && !firsts.isEmpty()) {
            culprits = keyTwice();
            if (culprits == null) {
                return null;
            }
        }
        if (culprits != null) {
            return refused(culprits);
        }
        // Whoever is not good and not waited for is a duplicate now.
        return others.size() == batch.size()
                ? CompletableFuture.completedFuture(new IngestOutcome.Answered(List.of(), others, log.durability(), 0))
                : refused(duplicatesAmongNew(others));
    }

    /// An atomic batch is never written in part, so some of its keys were used by another request.
    private Problem duplicatesAmongNew(List<Other> duplicates) {
        int index = duplicates.getFirst().index();
        return Problem.of(
                ErrorCode.IDEMPOTENCY_CONFLICT,
                "nothing was written: the idempotency key of record %d belongs to a record that was sent without the"
                                .formatted(index)
                        + " others; an atomic request is repeated whole or has new keys",
                List.of(new Violation("/" + index, "idempotency_key", "was used in another request")));
    }

    /// Two records of the batch with the same key, which would wait for each other; null if there are none.
    private @Nullable Problem keyTwice() {
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < batch.size(); i++) {
            String key = batch.attributes(i).idempotencyKey();
            Integer before = key == null ? null : places.putIfAbsent(key, i);
            if (before != null) {
                return Problem.of(
                        ErrorCode.INVALID_REQUEST,
                        "records %d and %d of an atomic request have the same idempotency key".formatted(before, i),
                        List.of(
                                new Violation("/" + before, "idempotency_key", "is that of record " + i),
                                new Violation("/" + i, "idempotency_key", "is that of record " + before)));
            }
        }
        return null;
    }

    /// Waits until other requests' records with keys of this batch are settled, but not for ever.
    ///
    /// @return null if they are; then the keys can be looked at again
    private @Nullable Problem await(List<CompletableFuture<@Nullable KeyPlace>> firsts) {
        CompletableFuture<Boolean> patience = patienceEnds;
        if (patience == null) {
            patience = new CompletableFuture<Boolean>()
                    .completeOnTimeout(true, Intake.KEY_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
            patienceEnds = patience;
        }
        CompletableFuture<Void> settled = CompletableFuture.allOf(firsts.toArray(CompletableFuture[]::new));
        try {
            Object _ = CompletableFuture.anyOf(settled, patience).get();
            return settled.isDone() ? null : RecordChecks.inFlight();
        } catch (ExecutionException e) {
            return RecordChecks.unknownFirst();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return RecordChecks.inFlight();
        }
    }

    private static CompletableFuture<IngestOutcome> refused(Problem problem) {
        return CompletableFuture.completedFuture(new IngestOutcome.Refused(problem));
    }
}
