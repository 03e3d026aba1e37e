package io.ttdust.adapters.grpc.ingestion;

import io.ttdust.adapters.grpc.call.Problems;
import io.ttdust.application.ingest.IngestRecords;
import io.ttdust.application.port.telemetry.IngestMeter;
import io.ttdust.application.stream.FindStream;
import io.ttdust.application.stream.OpenStream;
import io.ttdust.domain.access.Permission;
import io.ttdust.domain.access.Principal;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.ingest.IngestOutcome;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.problem.Result;
import io.ttdust.domain.record.RecordBatch;
import io.ttdust.proto.ingestion.v1.IngestResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// Takes records that came one by one through the use case, those of one stream together, and spells an answer for
/// each. Safe for all threads.
final class RecordIntake {

    /// Answers up to this many are spelled and sent on the thread that completes the outcome, which is the log's.
    private static final int ANSWERS_IN_PASSING_MAX = 4;

    private final FindStream streams;
    private final IngestRecords ingestRecords;
    private final IngestMeter meter;
    private final Executor workers;

    /// Spells more than a handful of answers on `workers`, so that the log's thread is not held up.
    RecordIntake(FindStream streams, IngestRecords ingestRecords, IngestMeter meter, Executor workers) {
        this.streams = streams;
        this.ingestRecords = ingestRecords;
        this.meter = meter;
        this.workers = workers;
    }

    /// Records of one stream, with their places among all that were offered together.
    private record Part(OpenStream stream, List<IncomingRecord> records, List<Integer> places) {

        void add(IncomingRecord record, int place) {
            records.add(record);
            places.add(place);
        }

        RecordBatch batch() {
            int bytes = 0;
            for (IncomingRecord record : records) {
                bytes += record.payload().remaining();
            }
            RecordBatch.Builder batch = RecordBatch.builder(records.size(), bytes);
            for (IncomingRecord record : records) {
                batch.add(record.payload(), record.attributes());
            }
            return batch.build();
        }

        void answer(IngestOutcome outcome, @Nullable IngestResponse[] answers) {
            RecordAnswer.spell(
                    stream.definition().id().tag(),
                    records.size(),
                    outcome,
                    (answer, index) -> answers[places.get(index)] = answer);
        }

        void refuse(Problem problem, @Nullable IngestResponse[] answers) {
            answer(new IngestOutcome.Refused(problem), answers);
        }
    }

    /// Offers the records; the future has one answer for each, in their order, and is completed on any thread.
    /// Blocks while a stream is looked up or the log has no room, so that the caller's next records wait. Records
    /// of one stream are staged in their order.
    ///
    /// A defect before records are the log's refuses them. One after that fails the future: they may be written.
    CompletableFuture<List<IngestResponse>> offer(Principal principal, List<IncomingRecord> records) {
        received(records);
        @Nullable IngestResponse[] answers = new IngestResponse[records.size()];
        List<CompletableFuture<?>> pending = new ArrayList<>(1);
        for (Part part : parts(principal, records, answers)) {
            pending.add(ingest(part, answers));
        }
        return CompletableFuture.allOf(pending.toArray(CompletableFuture[]::new))
                .thenApply(done -> Arrays.asList(answers));
    }

    private void received(List<IncomingRecord> records) {
        long bytes = 0;
        for (IncomingRecord record : records) {
            bytes += record.payload().remaining();
        }
        meter.received(records.size(), bytes);
    }

    /// The records by stream; those that belong to none are answered. Records of one stream mostly come
    /// together, so what was found for one of them holds for those that follow and name the same.
    private Iterable<Part> parts(
            Principal principal, List<IncomingRecord> records, @Nullable IngestResponse[] answers) {
        Map<StreamId, Part> parts = new LinkedHashMap<>(2);
        Part last = null;
        IncomingRecord found = null;
        for (int i = 0; i < records.size(); i++) {
            IncomingRecord record = records.get(i);
            if (last != null && found != null && record.namesTheSameAs(found)) {
                last.add(record, i);
                continue;
            }
            switch (find(principal, record)) {
                case Result.Refused<OpenStream>(Problem problem) -> {
                    meter.refused(null, 1, problem.code());
                    answers[i] = RecordAnswer.refused(problem);
                }
                case Result.Ok<OpenStream>(OpenStream stream) -> {
                    // By id, since a stream found by its name is another object than the same found by its id.
                    last = parts.computeIfAbsent(
                            stream.definition().id(), first -> new Part(stream, new ArrayList<>(), new ArrayList<>()));
                    last.add(record, i);
                    found = record;
                }
            }
        }
        return parts.values();
    }

    private Result<OpenStream> find(Principal principal, IncomingRecord record) {
        Problem problem = record.problem();
        if (problem != null) {
            return Result.refused(problem);
        }
        try {
            return streams.find(principal, Permission.RECORDS_INGEST, record.stream())
                    .then(stream -> hasSchema(stream, record.schema()));
        } catch (RuntimeException e) { // endpoint boundary: a defect costs this record
            return Result.refused(Problems.of(e, "finding the stream of a record"));
        }
    }

    private static Result<OpenStream> hasSchema(OpenStream stream, String expected) {
        if (expected.isEmpty()) {
            return Result.ok(stream);
        }
        String schema = stream.definition().schemaId().toString();
        return expected.equals(schema)
                ? Result.ok(stream)
                : Result.refused(Problems.invalidField(
                        "schema_id",
                        "mismatch",
                        "is not the stream's, which is %s; send that or leave it out".formatted(schema)));
    }

    private CompletableFuture<?> ingest(Part part, @Nullable IngestResponse[] answers) {
        CompletableFuture<IngestOutcome> outcome;
        try {
            outcome = ingestRecords.ingest(part.stream, part.batch());
        } catch (RuntimeException e) { // endpoint boundary: a defect costs these records, not the call
            Problem problem = Problems.of(e, "answering records");
            meter.refused(part.stream.definition().name(), part.records.size(), problem.code());
            part.refuse(problem, answers);
            return CompletableFuture.completedFuture(null);
        }
        return outcome.thenCompose(done -> answer(part, done, answers));
    }

    private CompletableFuture<?> answer(Part part, IngestOutcome outcome, @Nullable IngestResponse[] answers) {
        if (part.records.size() > ANSWERS_IN_PASSING_MAX) {
            try {
                return CompletableFuture.runAsync(() -> part.answer(outcome, answers), workers);
            } catch (RejectedExecutionException e) {
                // The server is ending; the answers are still owed, so they are spelled here.
                part.answer(outcome, answers);
                return CompletableFuture.completedFuture(null);
            }
        }
        part.answer(outcome, answers);
        return CompletableFuture.completedFuture(null);
    }
}
