package io.ttdust.adapters.rest.schema;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
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
import io.ttdust.application.schema.ChangeSchema;
import io.ttdust.application.schema.CreateSchema;
import io.ttdust.application.schema.DeleteSchema;
import io.ttdust.application.schema.FindSchemas;
import io.ttdust.domain.access.Permission;
import io.ttdust.domain.schema.Schema;
import io.ttdust.domain.schema.SchemaName;
import java.net.URI;
import java.util.Objects;
import java.util.Set;

/// `/api/v1/schemas`: register, list, show, change and delete schemas.
@Controller(SchemaController.PATH)
@ExecuteOn(TaskExecutors.VIRTUAL)
final class SchemaController {

    static final String PATH = "/api/v1/schemas";

    private final CreateSchema createSchema;
    private final FindSchemas findSchemas;
    private final ChangeSchema changeSchema;
    private final DeleteSchema deleteSchema;
    private final BodyBudget bodies;

    SchemaController(
            CreateSchema createSchema,
            FindSchemas findSchemas,
            ChangeSchema changeSchema,
            DeleteSchema deleteSchema,
            BodyBudget bodies) {
        this.createSchema = createSchema;
        this.findSchemas = findSchemas;
        this.changeSchema = changeSchema;
        this.deleteSchema = deleteSchema;
        this.bodies = bodies;
    }

    @Needs(Permission.SCHEMA_WRITE)
    @Post
    HttpResponse<byte[]> create(HttpRequest<?> request) {
        QueryParameters.refuseAll(request);
        try (RequestBody sent = bodies.open(request)) {
            AdminBody body = AdminBody.read(
                    sent.plain(RequestBody.ADMIN_BYTES_MAX),
                    Set.of("name", "namespace", "description", "definition", "compatibility_mode"));
            Schema created = RefusedException.valueOf(createSchema.create(
                    Objects.requireNonNullElse(body.string("namespace"), SchemaName.DEFAULT_NAMESPACE),
                    body.requiredString("name"),
                    Objects.requireNonNullElse(body.string("description"), ""),
                    body.requiredSchema("definition"),
                    body.string("compatibility_mode")));
            return HttpResponse.<byte[]>created(
                            URI.create(PATH + "/" + created.latest().schemaId()))
                    .body(SchemaBody.of(created));
        }
    }

    @Needs(Permission.SCHEMA_READ)
    @Get
    HttpResponse<byte[]> list(HttpRequest<?> request) {
        QueryParameters query = QueryParameters.of(request, Set.of("namespace", "limit", "cursor"));
        return HttpResponse.ok(SchemaBody.ofSchemas(RefusedException.valueOf(
                findSchemas.list(query.text("namespace"), query.number("limit"), query.text("cursor")))));
    }

    @Needs(Permission.SCHEMA_READ)
    @Get("/{id}")
    HttpResponse<byte[]> show(HttpRequest<?> request, @PathVariable String id) {
        QueryParameters.refuseAll(request);
        return HttpResponse.ok(SchemaBody.of(RefusedException.valueOf(findSchemas.find(id))));
    }

    @Needs(Permission.SCHEMA_WRITE)
    @Patch("/{id}")
    HttpResponse<byte[]> change(HttpRequest<?> request, @PathVariable String id) {
        QueryParameters.refuseAll(request);
        try (RequestBody sent = bodies.open(request)) {
            AdminBody body = AdminBody.read(
                    sent.plain(RequestBody.ADMIN_BYTES_MAX), Set.of("description", "compatibility_mode"));
            return HttpResponse.ok(SchemaBody.of(RefusedException.valueOf(
                    changeSchema.change(id, body.string("description"), body.string("compatibility_mode")))));
        }
    }

    @Needs(Permission.SCHEMA_DELETE)
    @Delete("/{id}")
    HttpResponse<byte[]> delete(HttpRequest<?> request, @PathVariable String id) {
        QueryParameters.refuseAll(request);
        RefusedException.valueOf(deleteSchema.delete(id));
        return HttpResponse.noContent();
    }
}
