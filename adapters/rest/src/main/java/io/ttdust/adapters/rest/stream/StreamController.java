package io.ttdust.adapters.rest.stream;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.ttdust.adapters.rest.Caller;
import io.ttdust.adapters.rest.Needs;
import io.ttdust.adapters.rest.error.RefusedException;
import io.ttdust.adapters.rest.json.AdminBody;
import io.ttdust.adapters.rest.request.BodyBudget;
import io.ttdust.adapters.rest.request.QueryParameters;
import io.ttdust.adapters.rest.request.RequestBody;
import io.ttdust.application.stream.CreateStream;
import io.ttdust.application.stream.ListStreams;
import io.ttdust.application.stream.StreamCatalog;
import io.ttdust.application.stream.UpdateStream;
import io.ttdust.domain.access.Permission;
import io.ttdust.domain.stream.StreamChange;
import io.ttdust.domain.stream.StreamDefinition;
import io.ttdust.domain.stream.VersionChoice;
import java.net.URI;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `/api/v1/streams`: create, list, show and change streams.
@Controller(StreamController.PATH)
@ExecuteOn(TaskExecutors.VIRTUAL)
final class StreamController {

    static final String PATH = "/api/v1/streams";

    private final CreateStream createStream;
    private final UpdateStream updateStream;
    private final ListStreams listStreams;
    private final StreamCatalog streams;
    private final BodyBudget bodies;

    StreamController(
            CreateStream createStream,
            UpdateStream updateStream,
            ListStreams listStreams,
            StreamCatalog streams,
            BodyBudget bodies) {
        this.createStream = createStream;
        this.updateStream = updateStream;
        this.listStreams = listStreams;
        this.streams = streams;
        this.bodies = bodies;
    }

    @Needs(Permission.STREAM_WRITE)
    @Post
    HttpResponse<byte[]> create(HttpRequest<?> request) {
        QueryParameters.refuseAll(request);
        try (RequestBody sent = bodies.open(request)) {
            AdminBody body = AdminBody.read(
                    sent.plain(RequestBody.ADMIN_BYTES_MAX),
                    Set.of("name", "schema_id", "schema_version", "description", "partitions", "labels"));
            VersionChoice version = versionChoice(body);
            StreamDefinition created = RefusedException.valueOf(createStream.create(
                    body.requiredString("name"),
                    body.string("schema_id"),
                    version == null ? VersionChoice.LATEST : version,
                    Objects.requireNonNullElse(body.string("description"), ""),
                    Objects.requireNonNullElse(body.number("partitions"), 1),
                    body.strings("labels")));
            return HttpResponse.<byte[]>created(URI.create(PATH + "/" + created.id()))
                    .body(StreamBody.of(created));
        }
    }

    @Needs(Permission.STREAM_WRITE)
    @Patch("/{stream}")
    HttpResponse<byte[]> update(HttpRequest<?> request, @PathVariable String stream) {
        QueryParameters.refuseAll(request);
        try (RequestBody sent = bodies.open(request)) {
            AdminBody body = AdminBody.read(
                    sent.plain(RequestBody.ADMIN_BYTES_MAX), Set.of("schema_version", "description", "labels"));
            StreamChange change = new StreamChange(
                    body.string("description"),
                    body.has("labels") ? body.strings("labels") : null,
                    versionChoice(body));
            return HttpResponse.ok(StreamBody.of(RefusedException.valueOf(updateStream.update(stream, change))));
        }
    }

    private static @Nullable VersionChoice versionChoice(AdminBody body) {
        String word = body.word("schema_version");
        try {
            return word == null ? null : VersionChoice.parse(word);
        } catch (IllegalArgumentException e) {
            throw RefusedException.invalid("/schema_version", "version", String.valueOf(e.getMessage()));
        }
    }

    @Needs(Permission.STREAM_LIST)
    @Get
    HttpResponse<byte[]> list(HttpRequest<?> request) {
        QueryParameters query = QueryParameters.of(request, Set.of("limit", "cursor"));
        return HttpResponse.ok(StreamBody.of(RefusedException.valueOf(
                listStreams.list(Caller.of(request), query.number("limit"), query.text("cursor")))));
    }

    @Needs(Permission.STREAM_READ)
    @Get("/{stream}")
    HttpResponse<byte[]> show(HttpRequest<?> request, @PathVariable String stream) {
        QueryParameters.refuseAll(request);
        return HttpResponse.ok(
                StreamBody.of(RefusedException.valueOf(streams.find(stream)).definition()));
    }
}
