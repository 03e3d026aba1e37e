package io.ttdust.adapters.grpc.call;

import io.grpc.stub.StreamObserver;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.problem.Result;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/// Answers calls of one request and one response on virtual threads, since what they ask for may block. Safe for
/// all threads.
///
/// @param workers runs the work and sends the answer
/// @param doing for the log, when something unexpected happens: `answering …`
public record UnaryAnswers(Executor workers, String doing) {

    /// Sends what `work` comes to: its value, or the status of its problem.
    public <T> void answer(StreamObserver<T> client, Supplier<Result<T>> work) {
        workers.execute(() -> {
            Result<T> result;
            try {
                result = work.get();
            } catch (RuntimeException e) { // endpoint boundary: a defect costs this call and is told by its trace id
                result = Result.refused(Problems.of(e, doing));
            }
            switch (result) {
                case Result.Ok<T>(T response) -> {
                    client.onNext(response);
                    client.onCompleted();
                }
                case Result.Refused<T>(Problem problem) -> client.onError(Problems.status(problem));
            }
        });
    }
}
