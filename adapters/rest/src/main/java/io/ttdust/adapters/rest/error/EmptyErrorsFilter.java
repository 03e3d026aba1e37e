package io.ttdust.adapters.rest.error;

import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;

/// Gives those refusals a body that the framework sends without one, such as that of a foreign web page's
/// request to a server on the loopback address.
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class EmptyErrorsFilter implements Ordered {

    /// Outermost, so that it sees what the other filters answer.
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @ResponseFilter
    void fill(HttpRequest<?> request, MutableHttpResponse<?> response) {
        if (response.code() >= 400 && response.getBody().isEmpty()) {
            ProblemResponses.fill(response, request, FrameworkErrors.problem(response.code()));
        }
    }
}
