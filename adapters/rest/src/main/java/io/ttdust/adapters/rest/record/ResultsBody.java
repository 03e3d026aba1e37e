package io.ttdust.adapters.rest.record;

import io.ttdust.adapters.rest.error.ProblemResponses;
import io.ttdust.adapters.rest.json.JsonWriter;
import io.ttdust.adapters.rest.json.Rfc3339;
import io.ttdust.domain.id.RecordId;
import io.ttdust.domain.ingest.AcceptedRun;
import io.ttdust.domain.ingest.IngestOutcome.Answered;
import io.ttdust.domain.ingest.IngestOutcome.Other;
import io.ttdust.domain.ingest.Verdict;
import io.ttdust.domain.problem.Problem;
import java.util.List;

/// How the verdicts on the records of a request look in its answer: counts, then one result per record in the order
/// of the request.
final class ResultsBody {

    private static final int RESULT_BYTES = 176;

    private final JsonWriter json;
    private final int streamTag;

    private ResultsBody(JsonWriter json, int streamTag) {
        this.json = json;
        this.streamTag = streamTag;
    }

    /// The answer for `records` records of the stream with that tag.
    static byte[] of(int streamTag, int records, Answered answered) {
        JsonWriter json = new JsonWriter(256 + (records * RESULT_BYTES));
        new ResultsBody(json, streamTag).write(answered);
        return json.toByteArray();
    }

    private void write(Answered answered) {
        json.beginObject();
        writeCounts(answered);
        json.name("durability")
                .string(answered.durability().word())
                .name("results")
                .beginArray();
        List<AcceptedRun> runs = answered.accepted();
        List<Other> others = answered.others();
        int run = 0;
        int other = 0;
        while (run < runs.size() || other < others.size()) {
            if (other == others.size()
                    || (run < runs.size()
                            && runs.get(run).firstIndex() < others.get(other).index())) {
                writeRun(runs.get(run++));
            } else {
                writeOther(others.get(other++));
            }
        }
        json.endArray().endObject();
    }

    private void writeCounts(Answered answered) {
        int duplicate = 0;
        int rejected = 0;
        int conflict = 0;
        int refused = 0;
        for (Other other : answered.others()) {
            switch (other.verdict()) {
                case Verdict.Duplicate first -> duplicate++;
                case Verdict.Rejected why -> rejected++;
                case Verdict.KeyConflict why -> conflict++;
                case Verdict.RefusedForNow why -> refused++;
            }
        }
        json.name("accepted")
                .number(answered.acceptedCount())
                .name("duplicate")
                .number(duplicate)
                .name("rejected")
                .number(rejected)
                .name("conflict")
                .number(conflict)
                .name("refused")
                .number(refused);
    }

    private void writeRun(AcceptedRun run) {
        String ingestedAt = Rfc3339.ofMicros(run.receiveMicros());
        for (int i = 0; i < run.count(); i++) {
            begin(run.firstIndex() + i, "accepted");
            writePlace(run.partition(), run.firstOffset() + i, run.receiveMicros(), ingestedAt);
            json.endObject();
        }
    }

    private void writeOther(Other other) {
        switch (other.verdict()) {
            case Verdict.Duplicate(int partition, long offset, long receiveMicros) -> {
                begin(other.index(), "duplicate");
                writePlace(partition, offset, receiveMicros, Rfc3339.ofMicros(receiveMicros));
            }
            case Verdict.Rejected(Problem problem) -> {
                begin(other.index(), "rejected");
                writeError(problem);
            }
            case Verdict.KeyConflict(Problem problem) -> {
                begin(other.index(), "conflict");
                writeError(problem);
            }
            case Verdict.RefusedForNow(Problem problem) -> {
                begin(other.index(), "refused");
                writeError(problem);
            }
        }
        json.endObject();
    }

    private void begin(int index, String status) {
        json.beginObject().name("index").number(index).name("status").string(status);
    }

    private void writePlace(int partition, long offset, long receiveMicros, String ingestedAt) {
        json.name("record_id")
                .id(
                        "rec_",
                        RecordId.of(streamTag, partition, offset, receiveMicros).uuid())
                .name("partition")
                .number(partition)
                .name("sequence_number")
                .number(offset)
                .name("ingested_at")
                .string(ingestedAt);
    }

    private void writeError(Problem problem) {
        json.name("error")
                .beginObject()
                .name("code")
                .string(problem.code().name())
                .name("message")
                .string(problem.message());
        ProblemResponses.writeViolations(json, problem.violations());
        json.name("retryable").bool(problem.code().retryable());
        ProblemResponses.writeRetryAfter(json, problem);
        json.endObject();
    }
}
