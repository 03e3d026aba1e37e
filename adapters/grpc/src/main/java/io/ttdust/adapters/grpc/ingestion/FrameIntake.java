package io.ttdust.adapters.grpc.ingestion;

import io.ttdust.adapters.grpc.call.Problems;
import io.ttdust.application.ingest.IngestRecords;
import io.ttdust.application.port.telemetry.IngestMeter;
import io.ttdust.application.stream.FindStream;
import io.ttdust.application.stream.OpenStream;
import io.ttdust.domain.access.Permission;
import io.ttdust.domain.access.Principal;
import io.ttdust.domain.ingest.IngestOutcome;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.problem.Result;
import io.ttdust.domain.stream.StreamName;
import io.ttdust.proto.ingestion.v1.IngestRecordsResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// Takes one frame through the use case and spells its answer. Safe for all threads.
final class FrameIntake {

    private final FindStream streams;
    private final IngestRecords ingestRecords;
    private final IngestMeter meter;
    private final Executor workers;

    /// Spells large answers on `workers`, so that the log's thread is not held up.
    FrameIntake(FindStream streams, IngestRecords ingestRecords, IngestMeter meter, Executor workers) {
        this.streams = streams;
        this.ingestRecords = ingestRecords;
        this.meter = meter;
        this.workers = workers;
    }

    /// Offers the frame's records; the future answers for the frame, on any thread. Blocks while the stream is
    /// looked up or the log has no room, so that the caller's next frame waits.
    ///
    /// A defect before the records are the log's refuses the frame. One after that fails the future: the records
    /// may be written, so nobody may say that they are not.
    CompletableFuture<IngestRecordsResponse> offer(Principal principal, IncomingFrame frame) {
        meter.received(frame.records().size(), frame.records().payloadBytes());
        return switch (find(principal, frame)) {
            case Result.Refused<OpenStream>(Problem refusal) -> refused(null, frame, refusal);
            case Result.Ok<OpenStream>(OpenStream stream) -> ingest(stream, frame);
        };
    }

    private Result<OpenStream> find(Principal principal, IncomingFrame frame) {
        Problem problem = frame.problem();
        if (problem != null) {
            return Result.refused(problem);
        }
        try {
            return streams.find(principal, Permission.RECORDS_INGEST, frame.stream());
        } catch (RuntimeException e) { // endpoint boundary: a defect costs this frame, not the call
            return Result.refused(Problems.of(e, "finding the stream of a frame"));
        }
    }

    private CompletableFuture<IngestRecordsResponse> ingest(OpenStream stream, IncomingFrame frame) {
        CompletableFuture<IngestOutcome> outcome;
        try {
            outcome = frame.atomic()
                    ? ingestRecords.ingestAtomically(stream, frame.records())
                    : ingestRecords.ingest(stream, frame.records());
        } catch (RuntimeException e) { // endpoint boundary: a defect costs this frame, not the call
            return refused(stream.definition().name(), frame, Problems.of(e, "answering a frame"));
        }
        FrameAnswer answer = FrameAnswer.to(frame, stream.definition().id());
        return outcome.thenCompose(known -> spell(answer, known));
    }

    private CompletableFuture<IngestRecordsResponse> refused(
            @Nullable StreamName stream, IncomingFrame frame, Problem problem) {
        meter.refused(stream, frame.records().size(), problem.code());
        return CompletableFuture.completedFuture(FrameAnswer.refused(frame.frameId(), problem));
    }

    private CompletableFuture<IngestRecordsResponse> spell(FrameAnswer answer, IngestOutcome outcome) {
        if (answer.isLarge(outcome)) {
            try {
                return CompletableFuture.supplyAsync(() -> answer.of(outcome), workers);
            } catch (RejectedExecutionException e) {
                // The server is ending; the answer is still owed, so it is spelled here.
                return CompletableFuture.completedFuture(answer.of(outcome));
            }
        }
        return CompletableFuture.completedFuture(answer.of(outcome));
    }
}
