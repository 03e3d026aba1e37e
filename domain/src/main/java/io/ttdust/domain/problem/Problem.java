package io.ttdust.domain.problem;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Why a request, or one record of it, was not carried out, and what the caller can do.
///
/// @param message one sentence that says what to do; never holds a secret or a payload
/// @param violations the places that are wrong, when the code speaks of a document
/// @param retryAfter how long to wait before the same request can succeed; null when waiting does not help
public record Problem(
        ErrorCode code,
        String message,
        List<Violation> violations,
        @Nullable Duration retryAfter) {

    public Problem {
        violations = List.copyOf(violations);
    }

    public static Problem of(ErrorCode code, String message) {
        return new Problem(code, message, List.of(), null);
    }

    public static Problem of(ErrorCode code, String message, List<Violation> violations) {
        return new Problem(code, message, violations, null);
    }

    /// The same problem with at most its first violation.
    public Problem brief() {
        return violations.size() < 2 ? this : new Problem(code, message, violations.subList(0, 1), retryAfter);
    }

    public static Problem retryable(ErrorCode code, String message, Duration retryAfter) {
        return new Problem(code, message, List.of(), retryAfter);
    }
}
