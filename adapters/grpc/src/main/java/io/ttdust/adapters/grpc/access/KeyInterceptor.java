package io.ttdust.adapters.grpc.access;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.ttdust.adapters.grpc.call.Problems;
import io.ttdust.application.access.Authenticate;
import io.ttdust.application.access.Authorize;
import io.ttdust.domain.access.Permission;
import io.ttdust.domain.access.Principal;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.problem.Result;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Lets a call through once its API key is known and has the role that the method's permission needs. The key
/// comes in the metadata, as `authorization` or `x-api-key`. Grants on streams are checked where a stream is named.
///
/// Looking a key up can reach the metadata store, so it happens on a virtual thread, once per call; what the client
/// does meanwhile waits in an [AwaitingListener]. No message of the call is read before the key is found good.
public final class KeyInterceptor implements ServerInterceptor {

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> API_KEY = Metadata.Key.of("x-api-key", Metadata.ASCII_STRING_MARSHALLER);

    private final Authenticate authenticate;
    private final Authorize authorize;
    private final Function<@Nullable String, Permission> permission;
    private final Executor workers;

    /// @param permission what a method needs, by its name within the service
    public KeyInterceptor(
            Authenticate authenticate,
            Authorize authorize,
            Function<@Nullable String, Permission> permission,
            Executor workers) {
        this.authenticate = authenticate;
        this.authorize = authorize;
        this.permission = permission;
        this.workers = workers;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        Permission needed = permission.apply(call.getMethodDescriptor().getBareMethodName());
        AwaitingListener<Q> listener = new AwaitingListener<>();
        String authorization = headers.get(AUTHORIZATION);
        String apiKey = headers.get(API_KEY);
        workers.execute(Context.current().wrap(() -> {
            try {
                Supplier<Result<Principal>> lookUp = () -> authenticate.authenticate(authorization, apiKey);
                switch (lookUp.get().then(known -> authorize.role(known, needed))) {
                    case Result.Ok<Principal>(Principal principal) ->
                        listener.proceed(
                                Contexts.interceptCall(new Caller(principal, lookUp).context(), call, headers, next));
                    case Result.Refused<Principal>(Problem problem) -> Problems.close(call, problem);
                }
            } catch (RuntimeException e) { // endpoint boundary: a defect costs this call, with a status that says so
                Problems.close(call, Problems.of(e, "starting a call"));
            }
        }));
        return listener;
    }
}
