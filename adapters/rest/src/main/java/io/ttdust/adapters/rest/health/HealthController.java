package io.ttdust.adapters.rest.health;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.ttdust.adapters.rest.OpenRoute;
import io.ttdust.adapters.rest.json.JsonWriter;
import io.ttdust.adapters.rest.json.Rfc3339;
import io.ttdust.application.access.Authenticate;
import io.ttdust.application.access.Authorize;
import io.ttdust.application.health.CheckReadiness;
import io.ttdust.application.health.Readiness;
import io.ttdust.domain.access.Permission;
import io.ttdust.domain.access.Principal;
import io.ttdust.domain.problem.Result;
import java.time.InstantSource;

/// Liveness and readiness, for probes: no key needed, and found at the root as well as under the API's path. What
/// each component says is for callers with a key that may see it.
@Controller
final class HealthController {

    private final CheckReadiness checkReadiness;
    private final Authenticate authenticate;
    private final Authorize authorize;
    private final InstantSource clock;

    HealthController(
            CheckReadiness checkReadiness, Authenticate authenticate, Authorize authorize, InstantSource clock) {
        this.checkReadiness = checkReadiness;
        this.authenticate = authenticate;
        this.authorize = authorize;
        this.clock = clock;
    }

    /// Answers as long as the process does.
    @OpenRoute
    @Get(uris = {"/health/live", "/api/v1/health/live"})
    HttpResponse<byte[]> live() {
        return HttpResponse.ok(new JsonWriter(128)
                .beginObject()
                .name("status")
                .string("ok")
                .name("timestamp")
                .string(Rfc3339.of(clock.instant()))
                .endObject()
                .toByteArray());
    }

    @OpenRoute
    @Get(uris = {"/health/ready", "/api/v1/health/ready"})
    @ExecuteOn(TaskExecutors.VIRTUAL)
    HttpResponse<byte[]> ready(HttpRequest<?> request) {
        Readiness readiness = checkReadiness.check();
        JsonWriter json = new JsonWriter(512).beginObject().name("status").string(word(readiness.status()));
        if (maySeeDetail(request)) {
            writeComponents(json, readiness);
        }
        HttpStatus status = switch (readiness.status()) {
            case OK, DEGRADED -> HttpStatus.OK;
            case UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
        };
        return HttpResponse.<byte[]>status(status).body(json.endObject().toByteArray());
    }

    private static String word(Readiness.Status status) {
        return switch (status) {
            case OK -> "ok";
            case DEGRADED -> "degraded";
            case UNAVAILABLE -> "unavailable";
        };
    }

    private boolean maySeeDetail(HttpRequest<?> request) {
        String authorization = request.getHeaders().get("Authorization");
        String apiKey = request.getHeaders().get("X-API-Key");
        return (authorization != null || apiKey != null)
                && authenticate
                                .authenticate(authorization, apiKey)
                                .then(principal -> authorize.role(principal, Permission.HEALTH_DETAIL))
                        instanceof Result.Ok<Principal>;
    }

    private static void writeComponents(JsonWriter json, Readiness readiness) {
        json.name("components").beginObject();
        for (Readiness.Component component : readiness.components()) {
            json.anyName(component.name())
                    .beginObject()
                    .name("status")
                    .string(component.works() ? "ok" : "unavailable")
                    .name("latency_ms")
                    .number(component.latencyMillis());
            String error = component.error();
            if (error != null) {
                json.name("error").string(error);
            }
            json.endObject();
        }
        json.endObject();
    }
}
