package io.ttdust.adapters.rest.record;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.ttdust.adapters.rest.error.RefusedException;
import io.ttdust.adapters.rest.request.BodyBudget;
import io.ttdust.adapters.rest.request.QueryParameters;
import io.ttdust.adapters.rest.request.RequestBody;
import io.ttdust.adapters.rest.request.RequestLimits;
import io.ttdust.application.ingest.IngestRecords;
import io.ttdust.application.port.telemetry.IngestMeter;
import io.ttdust.application.stream.OpenStream;
import io.ttdust.domain.ingest.IngestOutcome;
import io.ttdust.domain.ingest.IngestOutcome.Answered;
import io.ttdust.domain.ingest.IngestOutcome.Other;
import io.ttdust.domain.ingest.Verdict;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.record.RecordAttributes;
import io.ttdust.domain.record.RecordBatch;
import io.ttdust.domain.stream.StreamName;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Takes the records of one request in and waits for their verdicts.
///
/// One object is answered with the status of its own verdict; several are answered together with 200, each with
/// its verdict, unless all of them are refused for now or the request is atomic and one cannot be written. Safe
/// for all threads; blocks.
@Singleton
final class RecordIntake {

    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    private static final String PARTITION_KEY = "X-Partition-Key";

    private final IngestRecords ingestRecords;
    private final BodyBudget bodies;
    private final RequestLimits limits;
    private final IngestMeter meter;

    RecordIntake(IngestRecords ingestRecords, BodyBudget bodies, RequestLimits limits, IngestMeter meter) {
        this.ingestRecords = ingestRecords;
        this.bodies = bodies;
        this.limits = limits;
        this.meter = meter;
    }

    HttpResponse<byte[]> take(HttpRequest<?> request, OpenStream stream) {
        boolean atomic = QueryParameters.of(request, Set.of("atomic")).flag("atomic");
        String idempotencyKey = header(request, IDEMPOTENCY_KEY);
        String partitionKey = header(request, PARTITION_KEY);
        try (RequestBody sent = bodies.open(request)) {
            byte[] body = sent.inflated(RequestBody.BYTES_MAX);
            String type = mediaType(request);
            boolean items = type.equalsIgnoreCase(RecordController.ITEMS);
            boolean lines = type.equalsIgnoreCase(RecordController.NDJSON);
            boolean single = !items && !lines && !JsonText.isArray(body);
            if (idempotencyKey != null && !single) {
                throw RefusedException.invalid(
                        "",
                        "header",
                        "%s goes with a single object only; an array or lines need %s for keys"
                                .formatted(IDEMPOTENCY_KEY, RecordController.ITEMS));
            }
            if (items) {
                return answerItems(stream, RecordItems.read(body, partitionKey), atomic);
            }
            RecordBatch batch = (lines
                            ? JsonText.lines(body)
                            : single ? JsonText.single(body) : JsonText.elements(body))
                    .over(body, attributes(idempotencyKey, partitionKey));
            if (single && batch.size() == 0) {
                throw RefusedException.of(ErrorCode.INVALID_JSON, "the body is empty; send a JSON object");
            }
            meter.received(batch.size(), batch.payloadBytes());
            // One object is all or nothing by itself, and answered by its own verdict.
            Answered answered = answered(stream, batch, atomic && !single);
            return answer(
                    stream,
                    batch.size(),
                    answered,
                    single ? problemOfSingle(answered.others()) : problemOfAll(answered.others(), batch.size()));
        }
    }

    private HttpResponse<byte[]> answerItems(OpenStream stream, RecordItems items, boolean atomic) {
        RecordBatch whole = items.batch();
        meter.received(items.size(), whole.payloadBytes());
        StreamName name = stream.definition().name();
        Problem broken = atomic ? items.refusal() : null;
        if (broken != null) {
            meter.refused(name, items.size(), broken.code());
            throw new RefusedException(broken);
        }
        Answered answered;
        try {
            answered = items.areAllBroken() ? items.allBroken() : items.withBroken(answered(stream, whole, atomic));
        } catch (RefusedException e) {
            meter.refused(name, items.size() - whole.size(), e.problem().code());
            throw e;
        }
        items.tellBroken(code -> meter.refused(name, 1, code));
        return answer(stream, items.size(), answered, problemOfAll(answered.others(), items.size()));
    }

    /// @param whole what the request is answered with instead of verdicts; null for none
    private static HttpResponse<byte[]> answer(
            OpenStream stream, int records, Answered answered, @Nullable Problem whole) {
        if (whole != null) {
            throw new RefusedException(whole);
        }
        return HttpResponse.ok(ResultsBody.of(stream.definition().id().tag(), records, answered));
    }

    private Answered answered(OpenStream stream, RecordBatch batch, boolean atomic) {
        return switch (outcome(stream, batch, atomic)) {
            case IngestOutcome.Refused(Problem problem) -> throw new RefusedException(problem);
            case Answered answered -> answered;
        };
    }

    private IngestOutcome outcome(OpenStream stream, RecordBatch batch, boolean atomic) {
        CompletableFuture<IngestOutcome> outcome;
        try {
            outcome = atomic ? ingestRecords.ingestAtomically(stream, batch) : ingestRecords.ingest(stream, batch);
        } catch (RuntimeException e) { // endpoint boundary: a defect is answered elsewhere, but counted here
            meter.refused(stream.definition().name(), batch.size(), ErrorCode.INTERNAL_ERROR);
            throw e;
        }
        try {
            return outcome.get(limits.outcomeMax().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw unknownOutcome("the log did not confirm within %d ms"
                    .formatted(limits.outcomeMax().toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknownOutcome("the server stopped before the log confirmed");
        } catch (ExecutionException e) {
            throw new IllegalStateException("the outcome of an intake never fails", e);
        }
    }

    private static RefusedException unknownOutcome(String why) {
        return new RefusedException(Problem.retryable(
                ErrorCode.STORAGE_UNAVAILABLE,
                why + "; the records may have been written: send them again with the same idempotency keys",
                Duration.ofSeconds(1)));
    }

    private static @Nullable Problem problemOfSingle(List<Other> others) {
        return others.isEmpty()
                ? null
                : switch (others.getFirst().verdict()) {
                    case Verdict.Duplicate duplicate -> null;
                    case Verdict.Rejected(Problem problem) -> problem;
                    case Verdict.KeyConflict(Problem problem) -> problem;
                    case Verdict.RefusedForNow(Problem problem) -> problem;
                };
    }

    /// The reason of the first record if every record is refused for now.
    private static @Nullable Problem problemOfAll(List<Other> others, int records) {
        if (others.size() < records) {
            return null;
        }
        Problem first = null;
        for (Other other : others) {
            if (!(other.verdict() instanceof Verdict.RefusedForNow(Problem problem))) {
                return null;
            }
            first = first == null ? problem : first;
        }
        return first;
    }

    private static String mediaType(HttpRequest<?> request) {
        return request.getContentType().map(MediaType::getName).orElse(MediaType.APPLICATION_JSON);
    }

    /// Header bytes beyond ASCII have no agreed meaning; a key that two transports spell differently would not
    /// count once.
    private static @Nullable String header(HttpRequest<?> request, String name) {
        List<String> values = request.getHeaders().getAll(name);
        if (values.isEmpty()) {
            return null;
        }
        String value = values.getFirst();
        if (values.size() > 1 || value.chars().anyMatch(c -> c < 0x20 || c > 0x7E)) {
            throw RefusedException.invalid("", "header", "%s must be given once, in ASCII".formatted(name));
        }
        return value;
    }

    private static @Nullable RecordAttributes attributes(
            @Nullable String idempotencyKey, @Nullable String partitionKey) {
        return idempotencyKey == null && partitionKey == null
                ? null
                : new RecordAttributes(idempotencyKey, partitionKey, Map.of(), RecordAttributes.NO_EVENT_TIME);
    }
}
