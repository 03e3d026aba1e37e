package io.ttdust.adapters.rest.error;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.StorageFullException;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns what a handler throws into an answer: the endpoint boundary. Whatever nobody expected is logged with the
/// trace id, and the answer says no more than that id.
@Singleton
final class ThrownErrors implements ExceptionHandler<Throwable, HttpResponse<byte[]>> {

    static final String UNEXPECTED = "an unexpected error; the log holds its cause under the trace id";

    private static final Logger LOG = LoggerFactory.getLogger(ThrownErrors.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    @Override
    @SuppressWarnings("rawtypes") // as the framework declares it
    public HttpResponse<byte[]> handle(HttpRequest request, Throwable thrown) {
        return switch (thrown) {
            case RefusedException refused ->
                ProblemResponses.fill(
                        HttpResponse.status(HttpStatus.valueOf(refused.status())), request, refused.problem());
            case StorageFullException full ->
                logged(request, full, ErrorCode.STORAGE_FULL, "there is no room to store this; send it again later");
            case StorageException away ->
                logged(
                        request,
                        away,
                        ErrorCode.STORAGE_UNAVAILABLE,
                        "a store this request needs does not answer; send it again later");
            default -> {
                LOG.error("unexpected error, trace_id={}", TraceId.of(request), thrown);
                yield ProblemResponses.of(request, Problem.of(ErrorCode.INTERNAL_ERROR, UNEXPECTED));
            }
        };
    }

    private static HttpResponse<byte[]> logged(
            HttpRequest<?> request, StorageException cause, ErrorCode code, String message) {
        LOG.warn("storage failed, trace_id={}", TraceId.of(request), cause);
        return ProblemResponses.of(request, Problem.retryable(code, message, RETRY_AFTER));
    }
}
