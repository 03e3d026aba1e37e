package io.ttdust.adapters.grpc.ingestion;

import io.ttdust.adapters.grpc.call.Problems;
import io.ttdust.domain.id.RecordId;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.ingest.AcceptedRun;
import io.ttdust.domain.ingest.IngestOutcome;
import io.ttdust.domain.ingest.Verdict;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import io.ttdust.proto.ingestion.v1.Durability;
import io.ttdust.proto.ingestion.v1.IngestRecordsResponse;
import io.ttdust.proto.ingestion.v1.RecordVerdict;
import io.ttdust.proto.ingestion.v1.Status;
import java.util.Arrays;

/// Spells an [IngestOutcome] as the response of its frame.
///
/// @param frameId the client's, handed back
/// @param stream whose records they are
/// @param records how many the frame holds
/// @param recordIds whether the client wants them listed
record FrameAnswer(long frameId, StreamId stream, int records, boolean recordIds) {

    static FrameAnswer to(IncomingFrame frame, StreamId stream) {
        return new FrameAnswer(frame.frameId(), stream, frame.records().size(), frame.recordIds());
    }

    /// The answer to a frame of which nothing was written.
    static IngestRecordsResponse refused(long frameId, Problem problem) {
        return IngestRecordsResponse.newBuilder()
                .setFrameId(frameId)
                .setError(Problems.error(problem))
                .build();
    }

    /// Whether spelling the outcome is too much work for a thread that must not be held up.
    boolean isLarge(IngestOutcome outcome) {
        return recordIds
                || switch (outcome) {
                    case IngestOutcome.Answered answered ->
                        answered.others().size() + answered.accepted().size() > 64;
                    case IngestOutcome.Refused refused -> false;
                };
    }

    IngestRecordsResponse of(IngestOutcome outcome) {
        return switch (outcome) {
            case IngestOutcome.Refused(Problem problem) -> refused(frameId, problem);
            case IngestOutcome.Answered answered -> answered(answered);
        };
    }

    private IngestRecordsResponse answered(IngestOutcome.Answered outcome) {
        IngestRecordsResponse.Builder response = IngestRecordsResponse.newBuilder()
                .setFrameId(frameId)
                .setTimestampUnixMicros(outcome.receiveMicros())
                .setDurability(durability(outcome.durability()));
        for (AcceptedRun run : outcome.accepted()) {
            response.addAccepted(io.ttdust.proto.ingestion.v1.AcceptedRun.newBuilder()
                    .setFirstIndex(run.firstIndex())
                    .setCount(run.count())
                    .setPartition(run.partition())
                    .setFirstSequenceNumber(run.firstOffset()));
        }
        int streamTag = recordIds || !outcome.others().isEmpty() ? stream.tag() : 0;
        for (IngestOutcome.Other other : outcome.others()) {
            response.addOthers(verdict(other, streamTag));
        }
        if (recordIds) {
            response.addAllRecordIds(Arrays.asList(recordIds(outcome, response, streamTag)));
        }
        return response.build();
    }

    private String[] recordIds(IngestOutcome.Answered outcome, IngestRecordsResponse.Builder response, int streamTag) {
        String[] ids = new String[records];
        Arrays.fill(ids, "");
        for (AcceptedRun run : outcome.accepted()) {
            for (int i = 0; i < run.count(); i++) {
                ids[run.firstIndex() + i] = RecordId.of(
                                streamTag, run.partition(), run.firstOffset() + i, run.receiveMicros())
                        .toString();
            }
        }
        for (int i = 0; i < response.getOthersCount(); i++) {
            RecordVerdict other = response.getOthers(i);
            ids[other.getIndex()] = other.getRecordId();
        }
        return ids;
    }

    private static RecordVerdict verdict(IngestOutcome.Other other, int streamTag) {
        RecordVerdict.Builder verdict =
                RecordVerdict.newBuilder().setIndex(other.index()).setStatus(status(other.verdict()));
        switch (other.verdict()) {
            case Verdict.Duplicate(int partition, long offset, long receiveMicros) ->
                verdict.setRecordId(RecordId.of(streamTag, partition, offset, receiveMicros)
                                .toString())
                        .setPartition(partition)
                        .setSequenceNumber(offset);
            case Verdict.Rejected(Problem problem) -> verdict.setError(Problems.error(problem));
            case Verdict.KeyConflict(Problem problem) -> verdict.setError(Problems.error(problem));
            case Verdict.RefusedForNow(Problem problem) -> verdict.setError(Problems.error(problem));
        }
        return verdict.build();
    }

    static Status status(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Duplicate first -> Status.STATUS_DUPLICATE;
            case Verdict.Rejected why -> Status.STATUS_VALIDATION_ERROR;
            case Verdict.KeyConflict why -> Status.STATUS_CONFLICT;
            case Verdict.RefusedForNow(Problem problem) -> status(problem.code());
        };
    }

    static Status status(ErrorCode code) {
        return switch (code) {
            case OVERLOADED -> Status.STATUS_RATE_LIMITED;
            case STORAGE_UNAVAILABLE, STORAGE_FULL, IDEMPOTENCY_IN_FLIGHT -> Status.STATUS_UNAVAILABLE;
            case CONFLICT, IDEMPOTENCY_CONFLICT -> Status.STATUS_CONFLICT;
            case VALIDATION_ERROR,
                    INVALID_JSON,
                    INVALID_REQUEST,
                    PAYLOAD_TOO_LARGE,
                    UNSUPPORTED_MEDIA_TYPE,
                    AUTHENTICATION_FAILED,
                    AUTHORIZATION_FAILED,
                    NOT_FOUND,
                    SCHEMA_INCOMPATIBLE,
                    SCHEMA_INVALID,
                    STREAM_NOT_ACTIVE -> Status.STATUS_VALIDATION_ERROR;
            case INTERNAL_ERROR -> Status.STATUS_INTERNAL_ERROR;
        };
    }

    static Durability durability(io.ttdust.domain.ingest.Durability durability) {
        return switch (durability) {
            case FSYNC -> Durability.DURABILITY_FSYNC;
            case WRITTEN -> Durability.DURABILITY_WRITTEN;
            case NONE -> Durability.DURABILITY_NONE;
        };
    }
}
