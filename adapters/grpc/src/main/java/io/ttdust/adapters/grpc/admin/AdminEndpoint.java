package io.ttdust.adapters.grpc.admin;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.ttdust.adapters.grpc.access.Caller;
import io.ttdust.adapters.grpc.call.Problems;
import io.ttdust.adapters.grpc.call.UnaryAnswers;
import io.ttdust.application.access.Authorize;
import io.ttdust.application.query.Listing;
import io.ttdust.application.stream.CreateStream;
import io.ttdust.application.stream.FindStream;
import io.ttdust.application.stream.ListStreams;
import io.ttdust.application.stream.UpdateStream;
import io.ttdust.domain.access.Permission;
import io.ttdust.domain.access.Principal;
import io.ttdust.domain.access.StreamGrant;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.problem.Result;
import io.ttdust.domain.stream.StreamDefinition;
import io.ttdust.proto.admin.v1.AdminServiceGrpc;
import io.ttdust.proto.admin.v1.CreateStreamRequest;
import io.ttdust.proto.admin.v1.CreateStreamResponse;
import io.ttdust.proto.admin.v1.DeleteStreamRequest;
import io.ttdust.proto.admin.v1.DeleteStreamResponse;
import io.ttdust.proto.admin.v1.GetStreamRequest;
import io.ttdust.proto.admin.v1.GetStreamResponse;
import io.ttdust.proto.admin.v1.ListStreamsRequest;
import io.ttdust.proto.admin.v1.ListStreamsResponse;
import io.ttdust.proto.admin.v1.StreamConfig;
import io.ttdust.proto.admin.v1.UpdateStreamRequest;
import io.ttdust.proto.admin.v1.UpdateStreamResponse;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// `AdminService`: the same use cases as `/api/v1/streams`. Every request runs on a virtual thread.
public final class AdminEndpoint extends AdminServiceGrpc.AdminServiceImplBase {

    private static final String NO_DELETION =
            "streams are not deleted yet; a stream nobody writes to costs nothing more";

    private final CreateStream createStream;
    private final UpdateStream updateStream;
    private final ListStreams listStreams;
    private final FindStream streams;
    private final Authorize authorize;
    private final UnaryAnswers answers;

    public AdminEndpoint(
            CreateStream createStream,
            UpdateStream updateStream,
            ListStreams listStreams,
            FindStream streams,
            Authorize authorize,
            Executor workers) {
        this.createStream = createStream;
        this.updateStream = updateStream;
        this.listStreams = listStreams;
        this.streams = streams;
        this.authorize = authorize;
        this.answers = new UnaryAnswers(workers, "administering streams");
    }

    /// What a method of the service needs. Grants on the stream a request names are checked where it is found.
    public static Permission permission(@Nullable String method) {
        return switch (method) {
            case "ListStreams" -> Permission.STREAM_LIST;
            case "GetStream" -> Permission.STREAM_READ;
            case null, default -> Permission.STREAM_WRITE;
        };
    }

    @Override
    public void createStream(CreateStreamRequest request, StreamObserver<CreateStreamResponse> client) {
        Principal principal = Caller.current().principal();
        answers.answer(
                client,
                () -> authorize
                        .onStream(principal, Permission.STREAM_WRITE, null, StreamGrant.EVERY_STREAM)
                        .then(granted -> create(request.getConfig()))
                        .then(stream -> Result.ok(CreateStreamResponse.newBuilder()
                                .setStream(StreamMessages.of(stream))
                                .build())));
    }

    private Result<StreamDefinition> create(StreamConfig config) {
        Problem refusal = StreamMessages.refusal(config);
        return refusal != null
                ? Result.refused(refusal)
                : StreamMessages.versionChoice(config)
                        .then(version -> createStream.create(
                                config.getName(),
                                config.getSchemaId().isEmpty() ? null : config.getSchemaId(),
                                version,
                                config.getDescription(),
                                config.getPartitions() == 0 ? 1 : config.getPartitions(),
                                config.getLabelsMap()));
    }

    @Override
    public void listStreams(ListStreamsRequest request, StreamObserver<ListStreamsResponse> client) {
        Principal principal = Caller.current().principal();
        Integer limit = request.hasLimit() ? request.getLimit() : null;
        String cursor = request.hasCursor() ? request.getCursor() : null;
        answers.answer(
                client, () -> listStreams.list(principal, limit, cursor).then(page -> Result.ok(response(page))));
    }

    private static ListStreamsResponse response(Listing<StreamDefinition> page) {
        ListStreamsResponse.Builder response = ListStreamsResponse.newBuilder();
        page.items().forEach(stream -> response.addStreams(StreamMessages.of(stream)));
        String next = page.next();
        return next == null ? response.build() : response.setNextCursor(next).build();
    }

    @Override
    public void getStream(GetStreamRequest request, StreamObserver<GetStreamResponse> client) {
        Principal principal = Caller.current().principal();
        answers.answer(
                client,
                () -> find(principal, Permission.STREAM_READ, request.getStreamId())
                        .then(stream -> Result.ok(GetStreamResponse.newBuilder()
                                .setStream(StreamMessages.of(stream))
                                .build())));
    }

    private Result<StreamDefinition> find(Principal principal, Permission permission, String idOrName) {
        return idOrName.isEmpty()
                ? Result.refused(Problems.missingStream())
                : streams.find(principal, permission, idOrName).then(stream -> Result.ok(stream.definition()));
    }

    @Override
    public void updateStream(UpdateStreamRequest request, StreamObserver<UpdateStreamResponse> client) {
        Principal principal = Caller.current().principal();
        answers.answer(
                client,
                () -> find(
                                principal,
                                Permission.STREAM_WRITE,
                                request.getConfig().getStreamId())
                        .then(stream -> StreamUpdates.change(stream, request)
                                .then(change -> updateStream.update(stream.id().toString(), change)))
                        .then(stream -> Result.ok(UpdateStreamResponse.newBuilder()
                                .setStream(StreamMessages.of(stream))
                                .build())));
    }

    @Override
    public void deleteStream(DeleteStreamRequest request, StreamObserver<DeleteStreamResponse> client) {
        client.onError(Status.UNIMPLEMENTED.withDescription(NO_DELETION).asRuntimeException());
    }
}
