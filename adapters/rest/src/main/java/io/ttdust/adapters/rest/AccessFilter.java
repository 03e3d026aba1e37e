package io.ttdust.adapters.rest;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.web.router.RouteAttributes;
import io.micronaut.web.router.RouteMatch;
import io.ttdust.adapters.rest.error.RefusedException;
import io.ttdust.application.access.Authenticate;
import io.ttdust.application.access.Authorize;
import io.ttdust.application.stream.FindStream;
import io.ttdust.domain.access.Permission;
import io.ttdust.domain.access.Principal;
import io.ttdust.domain.access.StreamGrant;
import io.ttdust.domain.problem.ErrorCode;

/// Lets a request through to its route only with a valid API key that has what the route [Needs], unless the route
/// is an [OpenRoute]. A route that declares neither is refused to everybody. Under `/api` also requests that match
/// no route need a key, so that nobody can find out from outside what exists.
///
/// What a permission asks to be granted on a stream is looked for on the stream in the path (`{stream}`), and on
/// every stream when the path names none.
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class AccessFilter {

    private static final String STREAM = "stream";

    private final Authenticate authenticate;
    private final Authorize authorize;
    private final FindStream findStream;

    AccessFilter(Authenticate authenticate, Authorize authorize, FindStream findStream) {
        this.authenticate = authenticate;
        this.authorize = authorize;
        this.findStream = findStream;
    }

    /// Refuses with `AUTHENTICATION_FAILED`, with `STORAGE_UNAVAILABLE` when the key cannot be checked, or with
    /// `AUTHORIZATION_FAILED`; a stream that is not found is `NOT_FOUND` to those who may know.
    @RequestFilter
    @ExecuteOn(TaskExecutors.VIRTUAL)
    void requireAccess(HttpRequest<?> request) {
        RouteMatch<?> route = RouteAttributes.getRouteMatch(request).orElse(null);
        boolean open = route == null
                ? !request.getPath().startsWith("/api")
                : route.getAnnotationMetadata().hasAnnotation(OpenRoute.class);
        if (open) {
            return;
        }
        Principal principal = RefusedException.valueOf(authenticate.authenticate(
                request.getHeaders().get("Authorization"), request.getHeaders().get("X-API-Key")));
        if (route != null) {
            requirePermission(principal, route);
            Caller.remember(request, principal);
        }
    }

    private void requirePermission(Principal principal, RouteMatch<?> route) {
        Permission permission = route.getAnnotationMetadata()
                .enumValue(Needs.class, Permission.class)
                .orElseThrow(() -> RefusedException.of(
                        ErrorCode.AUTHORIZATION_FAILED, "this route declares no permission; nobody may use it"));
        Object stream = route.getVariableValues().get(STREAM);
        if (permission.onStream() == null || stream == null) {
            RefusedException.valueOf(authorize.onStream(principal, permission, null, StreamGrant.EVERY_STREAM));
        } else {
            RefusedException.valueOf(findStream.find(principal, permission, stream.toString()));
        }
    }
}
