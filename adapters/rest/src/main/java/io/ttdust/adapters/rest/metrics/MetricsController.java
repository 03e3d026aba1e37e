package io.ttdust.adapters.rest.metrics;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.ttdust.adapters.rest.Needs;
import io.ttdust.domain.access.Permission;

/// `/metrics` for callers with a key that may read every stream.
@Controller
@Requires(property = MetricsText.AUTH_PROPERTY, notEquals = MetricsText.AUTH_NONE)
final class MetricsController {

    private final MetricsText metrics;

    MetricsController(MetricsText metrics) {
        this.metrics = metrics;
    }

    @Needs(Permission.METRICS_READ)
    @Get(uri = "/metrics", produces = MetricsText.CONTENT_TYPE)
    @ExecuteOn(TaskExecutors.VIRTUAL)
    HttpResponse<byte[]> metrics() {
        return HttpResponse.ok(metrics.bytes());
    }
}
