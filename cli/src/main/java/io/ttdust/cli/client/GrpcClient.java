package io.ttdust.cli.client;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.ttdust.cli.console.CommandException;
import io.ttdust.proto.ingestion.v1.IngestionServiceGrpc;
import io.ttdust.proto.ingestion.v1.IngestionServiceGrpc.IngestionServiceStub;
import io.ttdust.proto.query.v1.KeyLookupRequest;
import io.ttdust.proto.query.v1.KeyLookupResponse;
import io.ttdust.proto.query.v1.QueryServiceGrpc;
import io.ttdust.proto.query.v1.QueryServiceGrpc.QueryServiceBlockingStub;
import io.ttdust.proto.query.v1.Record;
import io.ttdust.proto.query.v1.TimeRangeQueryRequest;
import io.ttdust.proto.query.v1.TimeRangeQueryResponse;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A connection to one server over gRPC, as whoever the key belongs to. May be used from any thread.
public final class GrpcClient implements AutoCloseable {

    private static final int MESSAGE_BYTES_MAX = 64 << 20;
    private static final long QUERY_SECONDS = 30;
    private static final int PAGE = 10_000;
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final ManagedChannel channel;
    private final IngestionServiceStub ingestion;
    private final QueryServiceBlockingStub query;

    /// Connects to `address` (`host:port`, no TLS) on first use.
    public GrpcClient(String address, String apiKey) {
        this(
                ManagedChannelBuilder.forTarget(address)
                        .usePlaintext()
                        .maxInboundMessageSize(MESSAGE_BYTES_MAX)
                        .build(),
                apiKey);
    }

    /// Speaks over `channel`, which it closes in the end.
    public GrpcClient(ManagedChannel channel, String apiKey) {
        this.channel = channel;
        Metadata headers = new Metadata();
        headers.put(AUTHORIZATION, "Bearer " + apiKey);
        this.ingestion = IngestionServiceGrpc.newStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
        this.query = QueryServiceGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    /// Calls that take records in.
    public IngestionServiceStub ingestion() {
        return ingestion;
    }

    /// Reads every record that `stream` received between two times, both included, in order, page by page.
    ///
    /// @return how many there were
    public long readAll(String stream, long startMicros, long endMicros, Consumer<Record> reader) {
        TimeRangeQueryRequest.Builder request = TimeRangeQueryRequest.newBuilder()
                .setStreamId(stream)
                .setStartTimeUnixMicros(startMicros)
                .setEndTimeUnixMicros(endMicros)
                .setLimit(PAGE);
        long count = 0;
        TimeRangeQueryResponse page;
        do {
            page = query.withDeadlineAfter(QUERY_SECONDS, TimeUnit.SECONDS).queryTimeRange(request.build());
            page.getRecordsList().forEach(reader);
            count += page.getRecordsCount();
            if (page.hasNextCursor()) {
                request.setCursor(page.getNextCursor());
            }
        } while (page.hasNextCursor());
        return count;
    }

    /// One page of a query.
    ///
    /// @throws CommandException with the server's own words, if it refuses or cannot be reached
    public TimeRangeQueryResponse page(TimeRangeQueryRequest request) {
        try {
            return query.withDeadlineAfter(QUERY_SECONDS, TimeUnit.SECONDS).queryTimeRange(request);
        } catch (StatusRuntimeException e) {
            throw new CommandException(words(e), e);
        }
    }

    /// As [#find], for a person.
    ///
    /// @throws CommandException with the server's own words, if it refuses or cannot be reached
    public @Nullable Record lookUp(String stream, String recordId) {
        try {
            return find(stream, recordId);
        } catch (StatusRuntimeException e) {
            throw new CommandException(words(e), e);
        }
    }

    /// What ended a call, in words a person can act on.
    public static String words(Throwable problem) {
        Status status = Status.fromThrowable(problem);
        String text = Objects.requireNonNullElse(status.getDescription(), "no reason given");
        Throwable cause = status.getCause();
        String detail = cause == null || cause.getMessage() == null ? "" : " (" + cause.getMessage() + ")";
        return status.getCode() + ": " + text + detail;
    }

    /// The record with that id, or null when there is none.
    public @Nullable Record find(String stream, String recordId) {
        KeyLookupResponse answer = query.withDeadlineAfter(QUERY_SECONDS, TimeUnit.SECONDS)
                .lookupByKey(KeyLookupRequest.newBuilder()
                        .setStreamId(stream)
                        .setKeyField("_record_id")
                        .setKeyValue(recordId)
                        .build());
        return answer.getFound() ? answer.getRecord() : null;
    }

    /// Drops the connection; calls under way break.
    @Override
    public void close() {
        channel.shutdownNow();
        try {
            channel.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
