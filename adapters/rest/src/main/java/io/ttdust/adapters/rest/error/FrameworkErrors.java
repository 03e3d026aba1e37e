package io.ttdust.adapters.rest.error;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import jakarta.inject.Singleton;
import java.time.Duration;

/// Words the errors that the HTTP framework finds before a controller is reached: unknown paths, methods, media
/// types, malformed or oversized requests. The framework's own messages are not passed on; they may name classes.
@Singleton
final class FrameworkErrors implements ErrorResponseProcessor<byte[]> {

    @Override
    public MutableHttpResponse<byte[]> processResponse(ErrorContext context, MutableHttpResponse<?> response) {
        HttpRequest<?> request = context.getRequest();
        return ProblemResponses.fill(response, request, problem(response.code()));
    }

    /// What to say with a status the framework chose.
    static Problem problem(int status) {
        return switch (status) {
            case 401 -> Problem.of(ErrorCode.AUTHENTICATION_FAILED, "no valid API key");
            case 403 -> invalid("requests of other sites' web pages are not served");
            case 404 -> Problem.of(ErrorCode.NOT_FOUND, "nothing is served at this path");
            case 405 -> invalid("this path does not take this method; the Allow header lists those it takes");
            case 406 -> invalid("answers are JSON; accept application/json");
            case 408 -> invalid("the request did not arrive in time");
            case 413 -> Problem.of(ErrorCode.PAYLOAD_TOO_LARGE, "the request is larger than this path takes");
            case 414, 431 -> invalid("the address or the headers are too long");
            case 415 ->
                Problem.of(
                        ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                        "this path does not take this Content-Type; send application/json, or application/x-ndjson"
                                + " where records are taken");
            case 503 ->
                Problem.retryable(ErrorCode.STORAGE_UNAVAILABLE, "the server cannot answer now", Duration.ofSeconds(1));
            default ->
                status >= 500
                        ? Problem.of(ErrorCode.INTERNAL_ERROR, ThrownErrors.UNEXPECTED)
                        : invalid("the request is malformed");
        };
    }

    private static Problem invalid(String message) {
        return Problem.of(ErrorCode.INVALID_REQUEST, message);
    }
}
