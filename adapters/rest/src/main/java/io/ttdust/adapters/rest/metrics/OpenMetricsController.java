package io.ttdust.adapters.rest.metrics;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.ttdust.adapters.rest.OpenRoute;

/// `/metrics` for everybody, where the operator asked for it.
@Controller
@Requires(property = MetricsText.AUTH_PROPERTY, value = MetricsText.AUTH_NONE)
final class OpenMetricsController {

    private final MetricsText metrics;

    OpenMetricsController(MetricsText metrics) {
        this.metrics = metrics;
    }

    @OpenRoute
    @Get(uri = "/metrics", produces = MetricsText.CONTENT_TYPE)
    @ExecuteOn(TaskExecutors.VIRTUAL)
    HttpResponse<byte[]> metrics() {
        return HttpResponse.ok(metrics.bytes());
    }
}
