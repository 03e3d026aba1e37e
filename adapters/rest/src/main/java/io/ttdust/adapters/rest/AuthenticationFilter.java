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

/// Lets a request through to its route only with a valid API key, unless the route is an [OpenRoute]. Under `/api`
/// also requests that match no route need a key, so that nobody can find out from outside what exists.
///
/// Authorisation comes later: so far every key is an administrator's.
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class AuthenticationFilter {

    private final Authenticate authenticate;

    AuthenticationFilter(Authenticate authenticate) {
        this.authenticate = authenticate;
    }

    /// Refuses with `AUTHENTICATION_FAILED`, or with `STORAGE_UNAVAILABLE` when the key cannot be checked.
    @RequestFilter
    @ExecuteOn(TaskExecutors.VIRTUAL)
    void requireKey(HttpRequest<?> request) {
        RouteMatch<?> route = RouteAttributes.getRouteMatch(request).orElse(null);
        boolean open = route == null
                ? !request.getPath().startsWith("/api")
                : route.getAnnotationMetadata().hasAnnotation(OpenRoute.class);
        if (!open) {
            RefusedException.valueOf(authenticate.authenticate(
                    request.getHeaders().get("Authorization"),
                    request.getHeaders().get("X-API-Key")));
        }
    }
}
