package io.ttdust.adapters.grpc;

import com.google.protobuf.ByteString;
import io.ttdust.application.ingest.IngestRecords;
import io.ttdust.application.stream.OpenStream;
import io.ttdust.application.stream.StreamCatalog;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.problem.Result;
import io.ttdust.domain.record.RecordAttributes;
import io.ttdust.domain.record.RecordBatch;
import io.ttdust.proto.ingestion.v1.IngestRecordsRequest;
import io.ttdust.proto.ingestion.v1.IngestRecordsResponse;
import io.ttdust.proto.ingestion.v1.RecordInput;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// Takes one frame through the use case: message → [RecordBatch] → outcome → message. Safe for all threads.
final class FrameIntake {

    private final StreamCatalog streams;
    private final IngestRecords ingestRecords;
    private final Executor workers;

    /// Spells large answers on `workers`, so that the log's thread is not held up.
    FrameIntake(StreamCatalog streams, IngestRecords ingestRecords, Executor workers) {
        this.streams = streams;
        this.ingestRecords = ingestRecords;
        this.workers = workers;
    }

    /// Offers the frame's records; the future answers for the frame, on any thread. Blocks while the stream is
    /// looked up or the log has no room, so that the caller's next frame waits.
    ///
    /// The future fails only with an [Error].
    CompletableFuture<IngestRecordsResponse> offer(IngestRecordsRequest frame) {
        long frameId = frame.getFrameId();
        CompletableFuture<IngestRecordsResponse> answer;
        try {
            answer = ingest(frame);
        } catch (RuntimeException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        return answer.exceptionallyCompose(failure -> {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            return cause instanceof RuntimeException e
                    ? CompletableFuture.completedFuture(
                            FrameAnswer.refused(frameId, Problems.of(e, "answering a frame")))
                    : CompletableFuture.failedFuture(cause == null ? failure : cause);
        });
    }

    private CompletableFuture<IngestRecordsResponse> ingest(IngestRecordsRequest frame) {
        Problem problem = unsupported(frame);
        if (problem != null) {
            return CompletableFuture.completedFuture(FrameAnswer.refused(frame.getFrameId(), problem));
        }
        return switch (streams.find(frame.getStreamId())) {
            case Result.Refused<OpenStream>(Problem refusal) ->
                CompletableFuture.completedFuture(FrameAnswer.refused(frame.getFrameId(), refusal));
            case Result.Ok<OpenStream>(OpenStream stream) -> {
                FrameAnswer answer = FrameAnswer.to(frame, stream.definition().id());
                yield ingestRecords
                        .ingest(stream, batch(frame))
                        .thenCompose(outcome -> answer.isLarge(outcome)
                                ? CompletableFuture.supplyAsync(() -> answer.of(outcome), workers)
                                : CompletableFuture.completedFuture(answer.of(outcome)));
            }
        };
    }

    private static @Nullable Problem unsupported(IngestRecordsRequest frame) {
        String field = frame.getAtomic()
                ? "atomic"
                : frame.hasProducerId()
                        ? "producer_id"
                        : frame.hasProducerEpoch()
                                ? "producer_epoch"
                                : frame.hasBaseSequence() ? "base_sequence" : null;
        if (field != null) {
            return Problems.invalidField(field, "unsupported", "is not supported; send the frame without it");
        }
        return frame.getStreamId().isEmpty()
                ? Problems.invalidField("stream_id", "required", "is missing; give the stream's id or name")
                : null;
    }

    /// Copies each payload once, from the message into the batch's array.
    private static RecordBatch batch(IngestRecordsRequest frame) {
        int size = frame.getRecordsCount();
        int payloadBytes = 0;
        for (int i = 0; i < size; i++) {
            payloadBytes =
                    Math.addExact(payloadBytes, frame.getRecords(i).getPayload().size());
        }
        byte[] bytes = new byte[payloadBytes];
        int[] starts = new int[size];
        int[] ends = new int[size];
        RecordAttributes @Nullable [] attributes = null;
        int used = 0;
        for (int i = 0; i < size; i++) {
            RecordInput record = frame.getRecords(i);
            ByteString payload = record.getPayload();
            payload.copyTo(bytes, used);
            starts[i] = used;
            used += payload.size();
            ends[i] = used;
            RecordAttributes own = attributes(record);
            if (attributes == null && !own.isEmpty()) {
                attributes = new RecordAttributes[size];
                Arrays.fill(attributes, RecordAttributes.NONE);
            }
            if (attributes != null) {
                attributes[i] = own;
            }
        }
        return RecordBatch.over(bytes, starts, ends, attributes);
    }

    private static RecordAttributes attributes(RecordInput record) {
        if (!record.hasIdempotencyKey()
                && !record.hasPartitionKey()
                && !record.hasEventTimeUnixMicros()
                && record.getMetadataCount() == 0) {
            return RecordAttributes.NONE;
        }
        return new RecordAttributes(
                record.hasIdempotencyKey() ? record.getIdempotencyKey() : null,
                record.hasPartitionKey() ? record.getPartitionKey() : null,
                record.getMetadataMap(),
                record.hasEventTimeUnixMicros() ? record.getEventTimeUnixMicros() : RecordAttributes.NO_EVENT_TIME);
    }
}
