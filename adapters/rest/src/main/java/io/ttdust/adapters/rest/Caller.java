package io.ttdust.adapters.rest;

import io.micronaut.http.HttpRequest;
import io.ttdust.domain.access.Principal;

/// Who sent a request, for routes whose answer depends on it.
public final class Caller {

    private static final String ATTRIBUTE = "ttdust.principal";

    private Caller() {}

    static void remember(HttpRequest<?> request, Principal principal) {
        request.setAttribute(ATTRIBUTE, principal);
    }

    /// The principal of a request that passed the check of its key.
    ///
    /// @throws IllegalStateException on an open route
    public static Principal of(HttpRequest<?> request) {
        return request.getAttribute(ATTRIBUTE, Principal.class)
                .orElseThrow(() -> new IllegalStateException("the route is open; nobody was authenticated"));
    }
}
