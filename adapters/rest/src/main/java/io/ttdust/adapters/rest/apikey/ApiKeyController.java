package io.ttdust.adapters.rest.apikey;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.ttdust.adapters.rest.Needs;
import io.ttdust.adapters.rest.error.RefusedException;
import io.ttdust.adapters.rest.json.AdminBody;
import io.ttdust.adapters.rest.request.BodyBudget;
import io.ttdust.adapters.rest.request.QueryParameters;
import io.ttdust.adapters.rest.request.RequestBody;
import io.ttdust.application.access.CreateApiKey;
import io.ttdust.application.access.ListApiKeys;
import io.ttdust.application.access.RevokeApiKey;
import io.ttdust.domain.access.Permission;
import java.util.Set;

/// `/api/v1/api-keys`: create, list and revoke keys.
@Controller("/api/v1/api-keys")
@ExecuteOn(TaskExecutors.VIRTUAL)
final class ApiKeyController {

    private final CreateApiKey createApiKey;
    private final ListApiKeys listApiKeys;
    private final RevokeApiKey revokeApiKey;
    private final BodyBudget bodies;

    ApiKeyController(CreateApiKey createApiKey, ListApiKeys listApiKeys, RevokeApiKey revokeApiKey, BodyBudget bodies) {
        this.createApiKey = createApiKey;
        this.listApiKeys = listApiKeys;
        this.revokeApiKey = revokeApiKey;
        this.bodies = bodies;
    }

    @Needs(Permission.API_KEY_WRITE)
    @Post
    HttpResponse<byte[]> create(HttpRequest<?> request) {
        QueryParameters.refuseAll(request);
        try (RequestBody sent = bodies.open(request)) {
            AdminBody body = AdminBody.read(
                    sent.plain(RequestBody.ADMIN_BYTES_MAX),
                    Set.of("name", "role", "stream_permissions", "expires_in_days"));
            CreateApiKey.Created created = RefusedException.valueOf(createApiKey.create(
                    body.requiredString("name"),
                    body.requiredString("role"),
                    StreamPermissions.of(body, "stream_permissions"),
                    body.number("expires_in_days")));
            // The only answer that holds a secret must not stay in a cache on its way.
            return HttpResponse.<byte[]>status(HttpStatus.CREATED)
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .body(ApiKeyBody.of(created));
        }
    }

    @Needs(Permission.API_KEY_READ)
    @Get
    HttpResponse<byte[]> list(HttpRequest<?> request) {
        QueryParameters query = QueryParameters.of(request, Set.of("limit", "cursor"));
        return HttpResponse.ok(
                ApiKeyBody.of(RefusedException.valueOf(listApiKeys.list(query.number("limit"), query.text("cursor")))));
    }

    @Needs(Permission.API_KEY_DELETE)
    @Delete("/{id}")
    HttpResponse<byte[]> revoke(HttpRequest<?> request, @PathVariable String id) {
        QueryParameters.refuseAll(request);
        RefusedException.valueOf(revokeApiKey.revoke(id));
        return HttpResponse.noContent();
    }
}
