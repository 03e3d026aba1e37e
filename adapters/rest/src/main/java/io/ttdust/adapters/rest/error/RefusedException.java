package io.ttdust.adapters.rest.error;

import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.problem.Result;
import io.ttdust.domain.problem.Violation;
import java.util.List;

/// Ends the handling of a request with a problem. Thrown while a request is taken apart; becomes the answer in one
/// place, [ThrownErrors]. It is an answer and not a defect, so it carries no stack trace.
public final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;
    private final int status;

    public RefusedException(Problem problem) {
        this(problem, problem.code().httpStatus());
    }

    /// Answers with a status other than the code's own.
    public RefusedException(Problem problem, int status) {
        super(problem.message(), null, false, false);
        this.problem = problem;
        this.status = status;
    }

    public static RefusedException of(ErrorCode code, String message) {
        return new RefusedException(Problem.of(code, message));
    }

    /// `INVALID_REQUEST` because of one field, header or parameter.
    ///
    /// @param pointer JSON pointer into the body, or empty when the place is not in the body
    /// @param keyword the rule that was broken
    public static RefusedException invalid(String pointer, String keyword, String message) {
        return new RefusedException(
                Problem.of(ErrorCode.INVALID_REQUEST, message, List.of(new Violation(pointer, keyword, message))));
    }

    /// The value of a result that is one.
    ///
    /// @throws RefusedException with the problem of a result that is none
    public static <T> T valueOf(Result<T> result) {
        return switch (result) {
            case Result.Ok<T>(T value) -> value;
            case Result.Refused<T>(Problem problem) -> throw new RefusedException(problem);
        };
    }

    public Problem problem() {
        return problem;
    }

    /// HTTP status of the answer.
    public int status() {
        return status;
    }
}
