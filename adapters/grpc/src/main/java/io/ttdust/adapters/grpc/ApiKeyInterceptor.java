package io.ttdust.adapters.grpc;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import io.ttdust.application.access.Authenticate;
import io.ttdust.domain.access.Principal;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.problem.Result;
import java.util.concurrent.Executor;

/// Lets a call through once its API key is known. The key comes in the metadata, as `authorization` or `x-api-key`.
///
/// Looking a key up can reach the metadata store, so it happens on a virtual thread, once per call; what the client
/// does meanwhile waits in an [AwaitingListener]. No message of the call is read before the key is found good.
final class ApiKeyInterceptor implements ServerInterceptor {

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> API_KEY = Metadata.Key.of("x-api-key", Metadata.ASCII_STRING_MARSHALLER);

    private final Authenticate authenticate;
    private final Executor workers;

    ApiKeyInterceptor(Authenticate authenticate, Executor workers) {
        this.authenticate = authenticate;
        this.workers = workers;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        AwaitingListener<Q> listener = new AwaitingListener<>();
        workers.execute(Context.current().wrap(() -> {
            try {
                switch (authenticate.authenticate(headers.get(AUTHORIZATION), headers.get(API_KEY))) {
                    case Result.Ok<Principal> known -> listener.proceed(next.startCall(call, headers));
                    case Result.Refused<Principal>(Problem problem) -> refuse(call, problem);
                }
            } catch (RuntimeException e) {
                refuse(call, Problems.of(e, "starting a call"));
            }
        }));
        return listener;
    }

    private static void refuse(ServerCall<?, ?> call, Problem problem) {
        StatusRuntimeException status = Problems.status(problem);
        Metadata trailers = status.getTrailers();
        call.close(status.getStatus(), trailers == null ? new Metadata() : trailers);
    }
}
