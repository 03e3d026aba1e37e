package io.ttdust.bootstrap.node;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.ttdust.proto.ingestion.v1.AcceptedRun;
import io.ttdust.proto.ingestion.v1.FieldValidationError;
import io.ttdust.proto.ingestion.v1.IngestError;
import io.ttdust.proto.ingestion.v1.IngestRecordsRequest;
import io.ttdust.proto.ingestion.v1.IngestRecordsResponse;
import io.ttdust.proto.ingestion.v1.IngestRequest;
import io.ttdust.proto.ingestion.v1.IngestResponse;
import io.ttdust.proto.ingestion.v1.IngestionServiceGrpc;
import io.ttdust.proto.ingestion.v1.RecordInput;
import io.ttdust.proto.ingestion.v1.RecordVerdict;
import io.ttdust.proto.ingestion.v1.Status;
import io.ttdust.proto.query.v1.QueryServiceGrpc;
import io.ttdust.proto.query.v1.Record;
import io.ttdust.proto.query.v1.TimeRangeQueryRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The ways to send records over gRPC, each answering one line of text for each record's verdict, and the way to
/// read them back.
final class GrpcForms implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;

    private final ManagedChannel connection;
    private final Channel channel;

    GrpcForms(String address, String key) {
        connection = NettyChannelBuilder.forTarget(address).usePlaintext().build();
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("x-api-key", Metadata.ASCII_STRING_MARSHALLER), key);
        channel = ClientInterceptors.intercept(connection, MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    /// One call, one record a message, all sent before the first answer is looked at.
    List<String> stream(String stream, List<SentRecord> records) throws Exception {
        List<IngestRequest> requests =
                records.stream().map(record -> request(stream, record)).toList();
        return answers(IngestionServiceGrpc.newStub(channel)::ingestStream, requests).stream()
                .map(GrpcForms::verdict)
                .toList();
    }

    /// One call for each record.
    List<String> unary(String stream, List<SentRecord> records) {
        return records.stream()
                .map(record -> verdict(IngestionServiceGrpc.newBlockingStub(channel)
                        .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
                        .ingest(request(stream, record))))
                .toList();
    }

    /// One call, frames of 50 records.
    List<String> frames(String stream, List<SentRecord> records) throws Exception {
        List<IngestRecordsRequest> frames = new ArrayList<>();
        for (int from = 0; from < records.size(); from += 50) {
            IngestRecordsRequest.Builder frame =
                    IngestRecordsRequest.newBuilder().setFrameId(from).setStreamId(stream);
            for (SentRecord record : records.subList(from, Math.min(from + 50, records.size()))) {
                frame.addRecords(input(record));
            }
            frames.add(frame.build());
        }
        String[] verdicts = new String[records.size()];
        for (IngestRecordsResponse answer : answers(IngestionServiceGrpc.newStub(channel)::ingestRecords, frames)) {
            if (answer.hasError()) {
                throw new AssertionError("a frame was refused: " + answer.getError());
            }
            int first = (int) answer.getFrameId();
            for (AcceptedRun run : answer.getAcceptedList()) {
                for (int i = 0; i < run.getCount(); i++) {
                    verdicts[first + run.getFirstIndex() + i] =
                            verdict(Status.STATUS_OK, null, run.getFirstSequenceNumber() + i);
                }
            }
            for (RecordVerdict other : answer.getOthersList()) {
                verdicts[first + other.getIndex()] = verdict(
                        other.getStatus(), other.hasError() ? other.getError() : null, other.getSequenceNumber());
            }
        }
        return Arrays.asList(verdicts);
    }

    private static <Q, R> List<R> answers(Function<StreamObserver<R>, StreamObserver<Q>> start, List<Q> requests)
            throws Exception {
        CompletableFuture<List<R>> all = new CompletableFuture<>();
        StreamObserver<Q> server = start.apply(new StreamObserver<>() {
            private final List<R> soFar = new ArrayList<>();

            @Override
            public void onNext(R answer) {
                soFar.add(answer);
            }

            @Override
            public void onError(Throwable failure) {
                all.completeExceptionally(failure);
            }

            @Override
            public void onCompleted() {
                all.complete(soFar);
            }
        });
        requests.forEach(server::onNext);
        server.onCompleted();
        return all.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /// Everything in the stream.
    List<Record> stored(String stream) {
        Instant now = Instant.now();
        return QueryServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .queryTimeRange(TimeRangeQueryRequest.newBuilder()
                        .setStreamId(stream)
                        .setStartTimeUnixMicros(TimeUnit.SECONDS.toMicros(now.getEpochSecond() - 3600))
                        .setEndTimeUnixMicros(TimeUnit.SECONDS.toMicros(now.getEpochSecond() + 3600))
                        .setLimit(10_000)
                        .build())
                .getRecordsList();
    }

    private static IngestRequest request(String stream, SentRecord record) {
        RecordInput input = input(record);
        IngestRequest.Builder request =
                IngestRequest.newBuilder().setStreamId(stream).setPayload(input.getPayload());
        if (input.hasIdempotencyKey()) {
            request.setIdempotencyKey(input.getIdempotencyKey());
        }
        if (input.hasPartitionKey()) {
            request.setPartitionKey(input.getPartitionKey());
        }
        if (input.hasEventTimeUnixMicros()) {
            request.setEventTimeUnixMicros(input.getEventTimeUnixMicros());
        }
        return request.putAllMetadata(input.getMetadataMap()).build();
    }

    private static RecordInput input(SentRecord record) {
        RecordInput.Builder input = RecordInput.newBuilder().setPayload(ByteString.copyFromUtf8(record.payload()));
        if (record.key() != null) {
            input.setIdempotencyKey(record.key());
        }
        if (record.partitionKey() != null) {
            input.setPartitionKey(record.partitionKey());
        }
        if (record.eventMicros() != null) {
            input.setEventTimeUnixMicros(record.eventMicros());
        }
        return input.putAllMetadata(record.metadata()).build();
    }

    private static String verdict(IngestResponse answer) {
        return verdict(answer.getStatus(), answer.hasError() ? answer.getError() : null, answer.getSequenceNumber());
    }

    private static String verdict(Status status, @Nullable IngestError error, long sequenceNumber) {
        if (error == null) {
            return "%s %d".formatted(status == Status.STATUS_OK ? "accepted" : "duplicate", sequenceNumber);
        }
        return "%s %s"
                .formatted(
                        error.getCode(),
                        error.getFieldErrorsList().stream()
                                .map(FieldValidationError::getPointer)
                                .toList());
    }

    @Override
    public void close() {
        connection.shutdownNow();
    }
}
