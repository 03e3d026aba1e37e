package io.ttdust.adapters.grpc.ingestion;

import io.ttdust.adapters.grpc.call.Problems;
import io.ttdust.domain.id.RecordId;
import io.ttdust.domain.ingest.AcceptedRun;
import io.ttdust.domain.ingest.IngestOutcome;
import io.ttdust.domain.ingest.Verdict;
import io.ttdust.domain.problem.Problem;
import io.ttdust.proto.ingestion.v1.Durability;
import io.ttdust.proto.ingestion.v1.IngestResponse;
import io.ttdust.proto.ingestion.v1.Status;
import java.util.function.ObjIntConsumer;

/// Spells an [IngestOutcome] as one response for each of its records.
///
/// @param streamTag of the stream whose records they are
/// @param durability what is promised of those that are kept
record RecordAnswer(int streamTag, Durability durability) {

    /// The answer to a record that was not written.
    static IngestResponse refused(Problem problem) {
        return refused(FrameAnswer.status(problem.code()), problem);
    }

    private static IngestResponse refused(Status status, Problem problem) {
        return IngestResponse.newBuilder()
                .setStatus(status)
                .setError(Problems.error(problem))
                .build();
    }

    /// Hands the answer of each of the `records` records to `each`, with the record's place in the batch.
    static void spell(int streamTag, int records, IngestOutcome outcome, ObjIntConsumer<IngestResponse> each) {
        switch (outcome) {
            case IngestOutcome.Refused(Problem problem) -> {
                IngestResponse refused = refused(problem);
                for (int i = 0; i < records; i++) {
                    each.accept(refused, i);
                }
            }
            case IngestOutcome.Answered answered ->
                new RecordAnswer(streamTag, FrameAnswer.durability(answered.durability())).spell(answered, each);
        }
    }

    private void spell(IngestOutcome.Answered answered, ObjIntConsumer<IngestResponse> each) {
        for (AcceptedRun run : answered.accepted()) {
            for (int i = 0; i < run.count(); i++) {
                each.accept(
                        kept(Status.STATUS_OK, run.partition(), run.firstOffset() + i, run.receiveMicros()),
                        run.firstIndex() + i);
            }
        }
        for (IngestOutcome.Other other : answered.others()) {
            each.accept(verdict(other.verdict()), other.index());
        }
    }

    private IngestResponse verdict(Verdict verdict) {
        Status status = FrameAnswer.status(verdict);
        return switch (verdict) {
            case Verdict.Duplicate(int partition, long offset, long receiveMicros) ->
                kept(status, partition, offset, receiveMicros);
            case Verdict.Rejected(Problem problem) -> refused(status, problem);
            case Verdict.KeyConflict(Problem problem) -> refused(status, problem);
            case Verdict.RefusedForNow(Problem problem) -> refused(status, problem);
        };
    }

    private IngestResponse kept(Status status, int partition, long offset, long receiveMicros) {
        return IngestResponse.newBuilder()
                .setRecordId(
                        RecordId.of(streamTag, partition, offset, receiveMicros).toString())
                .setSequenceNumber(offset)
                .setTimestampUnixMicros(receiveMicros)
                .setStatus(status)
                .setPartition(partition)
                .setDurability(durability)
                .build();
    }
}
