package io.ttdust.application.ingest;

import io.ttdust.application.ingest.KeyState.KeyPlace;
import io.ttdust.application.port.log.RecordLog;
import io.ttdust.application.stream.OpenStream;
import io.ttdust.domain.ingest.IngestOutcome;
import io.ttdust.domain.ingest.Verdict;
import io.ttdust.domain.record.RecordAttributes;
import io.ttdust.domain.record.RecordBatch;
import io.ttdust.domain.stream.PartitionKey;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// One batch on its way through [IngestRecords#ingest]. Used once, by one thread.
final class Intake implements IngestRecords.Way {

    /// How long the second caller of a key waits for the first.
    static final Duration KEY_WAIT_MAX = Duration.ofSeconds(10);

    private static final int NONE = -1;

    private final OpenStream stream;
    private final RecordBatch batch;
    private final IngestRecords.Rotation rotation;
    private final RecordChecks checks;
    private final Appends appends;

    Intake(
            RecordLog log,
            IdempotencyKeys keys,
            IngestLimits limits,
            IngestRecords.Rotation rotation,
            OpenStream stream,
            RecordBatch batch) {
        this.stream = stream;
        this.batch = batch;
        this.rotation = rotation;
        this.checks = new RecordChecks(keys, limits, stream, batch, this::awaitFirst);
        this.appends = new Appends(log, keys, stream, batch, checks);
    }

    @Override
    public CompletableFuture<IngestOutcome> run() {
        boolean handled = false;
        try {
            checkAndAppend();
            handled = true;
        } finally {
            if (!handled) {
                checks.releaseRest();
            }
        }
        return appends.outcome();
    }

    @Override
    public int validated() {
        return checks.validated();
    }

    private void checkAndAppend() {
        int[] good = checks.checkAll();
        int count = good.length;
        int partitions = stream.definition().partitions();
        if (partitions == 1) {
            appends.append(0, good, count);
        } else if (batch.hasAttributes()) {
            appends.append(partitionsOf(good, count, partitions), good, count);
        } else if (count > 0) {
            appends.append(rotation.next(stream.definition().id(), partitions), good, count);
        }
    }

    /// The partition of each record of `good`: its partition key's, else its idempotency key's; those without
    /// either go to one together, another one for every batch.
    private int[] partitionsOf(int[] good, int count, int partitions) {
        int[] chosen = new int[count];
        int keyless = NONE;
        for (int i = 0; i < count; i++) {
            String key = placingKey(batch.attributes(good[i]));
            if (key != null) {
                chosen[i] = PartitionKey.partitionOf(key, partitions);
            } else {
                keyless = keyless == NONE ? rotation.next(stream.definition().id(), partitions) : keyless;
                chosen[i] = keyless;
            }
        }
        return chosen;
    }

    /// What decides the partition of a record; null if nothing of it does.
    static @Nullable String placingKey(RecordAttributes own) {
        String partitionKey = own.partitionKey();
        return partitionKey != null ? partitionKey : own.idempotencyKey();
    }

    private void awaitFirst(int index, KeyState.InFlight first) {
        appends.await(first.settled()
                .copy()
                .orTimeout(KEY_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS)
                .handle((place, failure) -> checks.decide(index, verdictOfFirst(first.body(), place, failure))));
    }

    private static Verdict verdictOfFirst(
            KeyState.InFlight.Body body, @Nullable KeyPlace place, @Nullable Throwable failure) {
        if (place != null) {
            return switch (body) {
                case SAME -> RecordChecks.duplicate(place);
                case OTHER -> RecordChecks.conflict();
            };
        }
        if (failure instanceof TimeoutException) {
            return new Verdict.RefusedForNow(RecordChecks.inFlight());
        }
        return new Verdict.RefusedForNow(
                failure != null
                        ? RecordChecks.unknownFirst()
                        : RecordChecks.unavailable("the first record with this key was not written; send again"));
    }
}
