package io.ttdust.adapters.rest.record;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.ttdust.adapters.rest.Needs;
import io.ttdust.adapters.rest.error.RefusedException;
import io.ttdust.application.stream.OpenStream;
import io.ttdust.application.stream.StreamCatalog;
import io.ttdust.domain.access.Permission;

/// `/api/v1/streams/{stream}/records`: records in, records out.
@Controller("/api/v1/streams/{stream}/records")
@ExecuteOn(TaskExecutors.VIRTUAL)
final class RecordController {

    static final String NDJSON = "application/x-ndjson";

    /// An array of payloads, each with what accompanies it.
    static final String ITEMS = "application/vnd.ttdust.records+json";

    private final StreamCatalog streams;
    private final RecordIntake intake;
    private final RecordQueries queries;

    RecordController(StreamCatalog streams, RecordIntake intake, RecordQueries queries) {
        this.streams = streams;
        this.intake = intake;
        this.queries = queries;
    }

    @Needs(Permission.RECORDS_INGEST)
    @Post(consumes = {MediaType.APPLICATION_JSON, NDJSON, ITEMS})
    HttpResponse<byte[]> ingest(HttpRequest<?> request, @PathVariable String stream) {
        return intake.take(request, open(stream));
    }

    @Needs(Permission.RECORDS_QUERY)
    @Get
    HttpResponse<byte[]> query(HttpRequest<?> request, @PathVariable String stream) {
        return HttpResponse.ok(queries.answer(request, open(stream).definition()));
    }

    private OpenStream open(String stream) {
        return RefusedException.valueOf(streams.find(stream));
    }
}
