package io.ttdust.domain.problem;

import java.util.function.Function;

/// The answer of a use case: what was asked for, or why not. Endpoints switch over it without a `default`.
public sealed interface Result<T> {

    record Ok<T>(T value) implements Result<T> {}

    record Refused<T>(Problem problem) implements Result<T> {}

    static <T> Result<T> ok(T value) {
        return new Ok<>(value);
    }

    static <T> Result<T> refused(ErrorCode code, String message) {
        return new Refused<>(Problem.of(code, message));
    }

    static <T> Result<T> refused(Problem problem) {
        return new Refused<>(problem);
    }

    /// The same refusal, or what `next` makes of the value.
    default <R> Result<R> then(Function<? super T, Result<R>> next) {
        return switch (this) {
            case Ok<T>(T value) -> next.apply(value);
            case Refused<T>(Problem problem) -> new Refused<>(problem);
        };
    }
}
