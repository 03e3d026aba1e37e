package io.ttdust.adapters.grpc.access;

import io.grpc.Context;
import io.ttdust.adapters.grpc.call.Problems;
import io.ttdust.domain.access.Principal;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.problem.Result;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Who made a call, and the means to ask again whether the key still holds.
///
/// @param principal as the key said when the call began; a key never changes what it allows
/// @param again looks the same key up once more; may block
public record Caller(Principal principal, Supplier<Result<Principal>> again) {

    private static final Context.Key<Caller> KEY = Context.key("ttdust.caller");

    /// The context of a call made by this caller.
    Context context() {
        return Context.current().withValue(KEY, this);
    }

    /// The caller of the call that runs in this context; to be asked in the endpoint's method, not on a thread it
    /// starts.
    ///
    /// @throws IllegalStateException behind no [KeyInterceptor]
    public static Caller current() {
        Caller caller = KEY.get();
        if (caller == null) {
            throw new IllegalStateException("the service is not behind the check of the API key");
        }
        return caller;
    }

    /// Why the key no longer holds; null while it does. Asks its store, so it may block.
    public @Nullable Problem lost() {
        try {
            return switch (again.get()) {
                case Result.Ok<Principal> known -> null;
                case Result.Refused<Principal>(Problem problem) -> problem;
            };
        } catch (RuntimeException e) { // endpoint boundary: what cannot be checked does not hold
            return Problems.of(e, "checking the key of an open call");
        }
    }
}
