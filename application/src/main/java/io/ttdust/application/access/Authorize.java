package io.ttdust.application.access;

import io.ttdust.application.port.telemetry.AccessMeter;
import io.ttdust.domain.access.Permission;
import io.ttdust.domain.access.Principal;
import io.ttdust.domain.access.StreamAction;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Result;
import org.jspecify.annotations.Nullable;

/// Decides whether a principal has a [Permission]. Pure: no store is asked. Safe for all threads.
public final class Authorize {

    private final AccessMeter meter;

    /// Measures nothing.
    public Authorize() {
        this(AccessMeter.NONE);
    }

    /// Tells `meter` of every refusal.
    public Authorize(AccessMeter meter) {
        this.meter = meter;
    }

    /// Checks the role alone; for what concerns no stream, and as the first half of the check for what does.
    ///
    /// @return the principal, or `AUTHORIZATION_FAILED` naming the role that is missing
    public Result<Principal> role(Principal principal, Permission permission) {
        return principal.role().includes(permission.role())
                ? Result.ok(principal)
                : denied("to %s needs role '%s' or above; this key has role '%s'"
                        .formatted(
                                permission.doing(),
                                permission.role().word(),
                                principal.role().word()));
    }

    /// Checks the role, and the grant on `stream` if the permission asks for one.
    ///
    /// @param stream null means every stream
    /// @param called the stream as the caller named it, for the message
    /// @return the principal, or `AUTHORIZATION_FAILED` naming the role or the grant that is missing
    public Result<Principal> onStream(
            Principal principal, Permission permission, @Nullable StreamId stream, String called) {
        StreamAction action = permission.onStream();
        return role(principal, permission)
                .then(known -> action == null || known.isGranted(stream, action)
                        ? Result.ok(known)
                        : ungranted(action, called));
    }

    private <T> Result<T> ungranted(StreamAction action, String called) {
        return denied("this key has no grant '%s' on stream '%s'; ask an administrator for a key that has"
                .formatted(action.word(), called));
    }

    private <T> Result<T> denied(String message) {
        meter.denied();
        return Result.refused(ErrorCode.AUTHORIZATION_FAILED, message);
    }
}
