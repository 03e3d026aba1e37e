package io.ttdust.adapters.rest.error;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.ttdust.adapters.rest.json.JsonWriter;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.problem.Violation;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// Spells problems as `application/problem+json` (RFC 9457). Every answer of this server that is not 2xx is made
/// here.
public final class ProblemResponses {

    private static final MediaType PROBLEM_JSON = MediaType.of("application/problem+json");
    private static final String CHALLENGES = "Bearer realm=\"ttdust\", ApiKey realm=\"ttdust\"";

    private ProblemResponses() {}

    /// The answer to `request` with the status of the problem's code.
    public static MutableHttpResponse<byte[]> of(HttpRequest<?> request, Problem problem) {
        return fill(HttpResponse.status(HttpStatus.valueOf(problem.code().httpStatus())), request, problem);
    }

    /// Makes `response`, whose status stands, the answer to `request`.
    static MutableHttpResponse<byte[]> fill(MutableHttpResponse<?> response, HttpRequest<?> request, Problem problem) {
        MutableHttpResponse<byte[]> filled = response.body(body(problem, response.code(), TraceId.of(request)))
                .contentType(PROBLEM_JSON);
        Duration retryAfter = problem.retryAfter();
        if (retryAfter != null) {
            filled.header(HttpHeaders.RETRY_AFTER, Long.toString(wholeSeconds(retryAfter)));
        }
        if (response.code() == HttpStatus.REQUEST_TIMEOUT.getCode()) {
            // What is left of the request can only be got rid of together with the connection.
            filled.header(HttpHeaders.CONNECTION, "close");
        }
        if (problem.code() == ErrorCode.AUTHENTICATION_FAILED) {
            filled.header(HttpHeaders.WWW_AUTHENTICATE, CHALLENGES);
        }
        return filled;
    }

    private static byte[] body(Problem problem, int status, String traceId) {
        ErrorCode code = problem.code();
        JsonWriter json = new JsonWriter(512);
        json.beginObject()
                .name("type")
                .string("urn:ttdust:error:" + code.name())
                .name("title")
                .string(title(code))
                .name("status")
                .number(status)
                .name("detail")
                .string(problem.message())
                .name("code")
                .string(code.name());
        writeViolations(json, problem.violations());
        json.name("retryable").bool(code.retryable());
        writeRetryAfter(json, problem);
        return json.name("trace_id").string(traceId).endObject().toByteArray();
    }

    /// Writes the member `errors`.
    public static void writeViolations(JsonWriter json, List<Violation> violations) {
        json.name("errors").beginArray();
        for (Violation violation : violations) {
            json.beginObject()
                    .name("pointer")
                    .string(violation.pointer())
                    .name("keyword")
                    .string(violation.keyword())
                    .name("message")
                    .string(violation.message());
            String schemaPointer = violation.schemaPointer();
            if (schemaPointer != null) {
                json.name("schema_pointer").string(schemaPointer);
            }
            json.endObject();
        }
        json.endArray();
    }

    /// Writes the member `retry_after_ms` if waiting helps.
    public static void writeRetryAfter(JsonWriter json, Problem problem) {
        Duration retryAfter = problem.retryAfter();
        if (retryAfter != null) {
            json.name("retry_after_ms").number(retryAfter.toMillis());
        }
    }

    /// The header counts whole seconds; rounding down would invite clients to come too early.
    private static long wholeSeconds(Duration duration) {
        return Math.max(1, duration.plusMillis(999).toSeconds());
    }

    private static String title(ErrorCode code) {
        String words = code.name().replace('_', ' ').toLowerCase(Locale.ROOT);
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
