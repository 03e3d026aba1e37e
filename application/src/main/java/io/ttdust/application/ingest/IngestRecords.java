package io.ttdust.application.ingest;

import io.ttdust.application.port.log.RecordLog;
import io.ttdust.application.port.telemetry.IngestMeter;
import io.ttdust.application.pressure.Backpressure;
import io.ttdust.application.stream.OpenStream;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.ingest.IngestOutcome;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.record.RecordBatch;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Offers a batch to a stream: refuse while saturated, check and deduplicate each record, make the good ones
/// durable, answer for every one. Safe for all threads.
public final class IngestRecords {

    /// What a record costs beside its payload and attributes while it is in flight: tables, its share of the frame.
    private static final int OVERHEAD_BYTES = 64;

    private final RecordLog log;
    private final IdempotencyKeys keys;
    private final Backpressure backpressure;
    private final IngestLimits limits;
    private final IngestMeter meter;
    private final Rotation rotation = new Rotation();

    /// Measures nothing.
    public IngestRecords(RecordLog log, IdempotencyKeys keys, Backpressure backpressure, IngestLimits limits) {
        this(log, keys, backpressure, limits, IngestMeter.NONE);
    }

    /// Whether who streams records in should hold less in flight, lest records be refused soon.
    public boolean asksForLess() {
        return backpressure.isNear();
    }

    /// Tells `meter` of every batch.
    public IngestRecords(
            RecordLog log, IdempotencyKeys keys, Backpressure backpressure, IngestLimits limits, IngestMeter meter) {
        this.log = log;
        this.keys = keys;
        this.backpressure = backpressure;
        this.limits = limits;
        this.meter = meter;
    }

    /// How one batch is taken in. Used once.
    interface Way {

        /// Checks and stages the batch on the calling thread.
        CompletableFuture<IngestOutcome> run();

        /// How many records were found to satisfy the schema; final once [#run] has returned.
        int validated();
    }

    /// Where records without a key go: to another partition with every batch, stream by stream. Safe for all
    /// threads.
    static final class Rotation {

        /// Streams remembered; beyond it all of them begin anew, which costs nothing.
        private static final int STREAMS_MAX = 10_000;

        private final ConcurrentHashMap<StreamId, AtomicInteger> turns = new ConcurrentHashMap<>();

        int next(StreamId stream, int partitions) {
            AtomicInteger turn = turns.get(stream);
            if (turn == null) {
                if (turns.size() >= STREAMS_MAX) {
                    turns.clear();
                }
                turn = turns.computeIfAbsent(stream, first -> new AtomicInteger());
            }
            return Math.floorMod(turn.getAndIncrement(), partitions);
        }
    }

    /// Checks and stages `batch` on the calling thread, which may block while the log's staging space is taken, and
    /// answers once every record's fate is known.
    ///
    /// Each record goes to the partition of its partition key, or else of its idempotency key; records without
    /// both go to one partition together, another one with every batch. Calls that return in order stage their
    /// records in order. Dependents of the future run on a thread of the log that must not be blocked. The future
    /// never fails; what goes wrong is in the outcome.
    public CompletableFuture<IngestOutcome> ingest(OpenStream stream, RecordBatch batch) {
        return ingest(stream, batch, new Intake(log, keys, limits, rotation, stream, batch));
    }

    /// The same, all records or none: they are written together, to one partition, or the batch is refused.
    ///
    /// Refused when its records belong to different partitions or are more than one append takes; when one of them
    /// cannot be written, with its code and with violations whose pointers begin with a record's place in the
    /// batch; and when some of its keys, but not all, are those of records that were written before. A batch
    /// whose keys all are is answered with duplicates. Blocks while other requests' records with its keys are
    /// being written, at most as long as a second caller of a key waits.
    ///
    /// After an append of unknown outcome every record is [io.ttdust.domain.ingest.Verdict.RefusedForNow]: all are
    /// kept or none.
    public CompletableFuture<IngestOutcome> ingestAtomically(OpenStream stream, RecordBatch batch) {
        return ingest(stream, batch, new AtomicIntake(log, keys, limits, rotation, stream, batch));
    }

    private CompletableFuture<IngestOutcome> ingest(OpenStream stream, RecordBatch batch, Way intake) {
        IngestMeter.Batch measured = meter.offered(stream.definition().name(), batch.size());
        Problem refusal = refusal(batch);
        if (refusal != null) {
            return refused(measured, refusal);
        }
        long bytes = batch.weightBytes() + (long) OVERHEAD_BYTES * batch.size();
        backpressure.awaitPace(stream.definition().id(), batch.payloadBytes());
        Problem overload = backpressure.reserve(stream.definition().id(), bytes);
        if (overload != null) {
            return refused(measured, overload);
        }
        CompletableFuture<IngestOutcome> outcome = null;
        try {
            outcome = intake.run();
            return outcome.whenComplete((answered, failure) -> {
                backpressure.release(stream.definition().id(), bytes);
                if (failure == null) {
                    measured.answered(intake.validated(), answered);
                } else {
                    measured.failed();
                }
            });
        } finally {
            if (outcome == null) {
                backpressure.release(stream.definition().id(), bytes);
                measured.failed();
            }
        }
    }

    private static CompletableFuture<IngestOutcome> refused(IngestMeter.Batch measured, Problem problem) {
        IngestOutcome outcome = new IngestOutcome.Refused(problem);
        measured.answered(0, outcome);
        return CompletableFuture.completedFuture(outcome);
    }

    private @Nullable Problem refusal(RecordBatch batch) {
        return batch.size() == 0
                ? Problem.of(ErrorCode.INVALID_REQUEST, "the request holds no record")
                : limits.checkBatch(batch);
    }
}
