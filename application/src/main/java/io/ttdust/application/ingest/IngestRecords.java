package io.ttdust.application.ingest;

import io.ttdust.application.port.log.RecordLog;
import io.ttdust.application.stream.OpenStream;
import io.ttdust.domain.ingest.IngestOutcome;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.record.RecordBatch;
import java.util.concurrent.CompletableFuture;
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

    public IngestRecords(RecordLog log, IdempotencyKeys keys, Backpressure backpressure, IngestLimits limits) {
        this.log = log;
        this.keys = keys;
        this.backpressure = backpressure;
        this.limits = limits;
    }

    /// Checks and stages `batch` on the calling thread, which may block while the log's staging space is taken, and
    /// answers once every record's fate is known.
    ///
    /// Calls that return in order stage their records in order. Dependents of the future run on a thread of the log
    /// that must not be blocked. The future never fails; what goes wrong is in the outcome.
    public CompletableFuture<IngestOutcome> ingest(OpenStream stream, RecordBatch batch) {
        Problem refusal = refusal(batch);
        if (refusal != null) {
            return CompletableFuture.completedFuture(new IngestOutcome.Refused(refusal));
        }
        long bytes = batch.weightBytes() + (long) OVERHEAD_BYTES * batch.size();
        Problem overload = backpressure.reserve(stream.definition().id(), bytes);
        if (overload != null) {
            return CompletableFuture.completedFuture(new IngestOutcome.Refused(overload));
        }
        CompletableFuture<IngestOutcome> outcome = null;
        try {
            outcome = new Intake(log, keys, limits, stream, batch).run();
            return outcome.whenComplete((answered, failure) -> backpressure.release(bytes));
        } finally {
            if (outcome == null) {
                backpressure.release(bytes);
            }
        }
    }

    private @Nullable Problem refusal(RecordBatch batch) {
        return batch.size() == 0
                ? Problem.of(ErrorCode.INVALID_REQUEST, "the request holds no record")
                : limits.checkBatch(batch);
    }
}
