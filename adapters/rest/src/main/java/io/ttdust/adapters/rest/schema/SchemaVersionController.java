package io.ttdust.adapters.rest.schema;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.ttdust.adapters.rest.Caller;
import io.ttdust.adapters.rest.Needs;
import io.ttdust.adapters.rest.error.Quoted;
import io.ttdust.adapters.rest.error.RefusedException;
import io.ttdust.adapters.rest.json.AdminBody;
import io.ttdust.adapters.rest.request.BodyBudget;
import io.ttdust.adapters.rest.request.QueryParameters;
import io.ttdust.adapters.rest.request.RequestBody;
import io.ttdust.application.access.Authorize;
import io.ttdust.application.schema.AddSchemaVersion;
import io.ttdust.application.schema.ChangeSchemaVersion;
import io.ttdust.application.schema.CheckCompatibility;
import io.ttdust.application.schema.FindSchemas;
import io.ttdust.domain.access.Permission;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.schema.SchemaVersion;
import io.ttdust.domain.schema.VersionStatus;
import java.util.Set;
import java.util.regex.Pattern;

/// `/api/v1/schemas/{id}/versions`: add, list, show and change the versions of a schema; and
/// `/api/v1/schemas/{id}/compatibility`: try one.
@Controller(SchemaVersionController.PATH)
@ExecuteOn(TaskExecutors.VIRTUAL)
final class SchemaVersionController {

    static final String PATH = SchemaController.PATH + "/{id}";

    private static final Set<String> CANDIDATE = Set.of("definition", "compatibility_mode");
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");

    private final AddSchemaVersion addVersion;
    private final CheckCompatibility checkCompatibility;
    private final FindSchemas findSchemas;
    private final ChangeSchemaVersion changeVersion;
    private final Authorize authorize;
    private final BodyBudget bodies;

    SchemaVersionController(
            AddSchemaVersion addVersion,
            CheckCompatibility checkCompatibility,
            FindSchemas findSchemas,
            ChangeSchemaVersion changeVersion,
            Authorize authorize,
            BodyBudget bodies) {
        this.addVersion = addVersion;
        this.checkCompatibility = checkCompatibility;
        this.findSchemas = findSchemas;
        this.changeVersion = changeVersion;
        this.authorize = authorize;
        this.bodies = bodies;
    }

    @Needs(Permission.SCHEMA_WRITE)
    @Post("/versions")
    HttpResponse<byte[]> add(HttpRequest<?> request, @PathVariable String id) {
        QueryParameters.refuseAll(request);
        try (RequestBody sent = bodies.open(request)) {
            AdminBody body = AdminBody.read(sent.plain(RequestBody.ADMIN_BYTES_MAX), CANDIDATE);
            AddSchemaVersion.Added added = RefusedException.valueOf(
                    addVersion.add(id, body.requiredSchema("definition"), body.string("compatibility_mode")));
            SchemaVersion version = added.version();
            return HttpResponse.<byte[]>status(added.isNew() ? HttpStatus.CREATED : HttpStatus.OK)
                    .header(
                            HttpHeaders.LOCATION,
                            "%s/%s/versions/%d".formatted(SchemaController.PATH, version.schemaId(), version.version()))
                    .body(SchemaBody.of(version));
        }
    }

    /// Changes nothing, hence the right to read is enough.
    @Needs(Permission.SCHEMA_READ)
    @Post("/compatibility")
    HttpResponse<byte[]> check(HttpRequest<?> request, @PathVariable String id) {
        QueryParameters.refuseAll(request);
        try (RequestBody sent = bodies.open(request)) {
            AdminBody body = AdminBody.read(sent.plain(RequestBody.ADMIN_BYTES_MAX), CANDIDATE);
            return HttpResponse.ok(CompatibilityBody.of(RefusedException.valueOf(checkCompatibility.check(
                    id, body.requiredSchema("definition"), body.string("compatibility_mode")))));
        }
    }

    @Needs(Permission.SCHEMA_READ)
    @Get("/versions")
    HttpResponse<byte[]> list(HttpRequest<?> request, @PathVariable String id) {
        QueryParameters query = QueryParameters.of(request, Set.of("limit", "cursor"));
        return HttpResponse.ok(SchemaBody.ofVersions(
                RefusedException.valueOf(findSchemas.versions(id, query.number("limit"), query.text("cursor")))));
    }

    @Needs(Permission.SCHEMA_READ)
    @Get("/versions/{version}")
    HttpResponse<byte[]> show(HttpRequest<?> request, @PathVariable String id, @PathVariable String version) {
        QueryParameters.refuseAll(request);
        return HttpResponse.ok(SchemaBody.of(RefusedException.valueOf(findSchemas.version(id, number(version)))));
    }

    /// To delete a version, which is for good, needs what deleting the schema needs.
    @Needs(Permission.SCHEMA_WRITE)
    @Patch("/versions/{version}")
    HttpResponse<byte[]> change(HttpRequest<?> request, @PathVariable String id, @PathVariable String version) {
        QueryParameters.refuseAll(request);
        try (RequestBody sent = bodies.open(request)) {
            AdminBody body = AdminBody.read(sent.plain(RequestBody.ADMIN_BYTES_MAX), Set.of("status"));
            String status = body.requiredString("status");
            if (status.equals(VersionStatus.DELETED.word())) {
                RefusedException.valueOf(authorize.role(Caller.of(request), Permission.SCHEMA_DELETE));
            }
            return HttpResponse.ok(
                    SchemaBody.of(RefusedException.valueOf(changeVersion.change(id, number(version), status))));
        }
    }

    private static int number(String version) {
        if (!NUMBER.matcher(version).matches()) {
            throw RefusedException.of(
                    ErrorCode.INVALID_REQUEST,
                    "'%s' is no version's number; versions count from 1".formatted(Quoted.cut(version)));
        }
        return Integer.parseInt(version);
    }
}
