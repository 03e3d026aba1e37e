package io.ttdust.adapters.grpc.ingestion;

import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.ttdust.adapters.grpc.access.Caller;
import io.ttdust.adapters.grpc.call.BoundedMarshaller;
import io.ttdust.adapters.grpc.call.CallBytes;
import io.ttdust.adapters.grpc.call.OpenCalls;
import io.ttdust.adapters.grpc.call.Problems;
import io.ttdust.adapters.grpc.ordered.InPlaceMarshaller;
import io.ttdust.adapters.grpc.ordered.Incoming;
import io.ttdust.adapters.grpc.ordered.MessageIntake;
import io.ttdust.adapters.grpc.ordered.OrderedCall;
import io.ttdust.adapters.grpc.ordered.Window;
import io.ttdust.application.ingest.IngestRecords;
import io.ttdust.application.port.telemetry.IngestMeter;
import io.ttdust.application.stream.FindStream;
import io.ttdust.domain.access.Principal;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import io.ttdust.proto.ingestion.v1.BatchJobResponse;
import io.ttdust.proto.ingestion.v1.GetBatchJobRequest;
import io.ttdust.proto.ingestion.v1.IngestBatchRequest;
import io.ttdust.proto.ingestion.v1.IngestBatchResponse;
import io.ttdust.proto.ingestion.v1.IngestRecordsResponse;
import io.ttdust.proto.ingestion.v1.IngestResponse;
import io.ttdust.proto.ingestion.v1.IngestionServiceGrpc;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/// `IngestionService`: every stream of requests becomes an [OrderedCall] with a thread of its own.
///
/// It is the generated service with other decoders for records and frames, see [FrameReader] and [RecordReader];
/// its other requests are bounded as those of all services.
public final class IngestionEndpoint implements BindableService {

    private static final String NO_IMPORTS = "files are not imported yet; send the file's lines as"
            + " application/x-ndjson to POST /api/v1/streams/{stream}/records, or as frames with IngestRecords";

    private final FrameIntake frames;
    private final RecordIntake records;
    private final OpenCalls openCalls;
    private final Executor workers;
    private final Bounds bounds;

    /// What one call may hold.
    ///
    /// @param frameRecordsMax records of one frame; those beyond are counted and not kept
    public record Bounds(int frameRecordsMax, Window frames, Window records) {}

    public IngestionEndpoint(
            FindStream streams,
            IngestRecords ingestRecords,
            IngestMeter meter,
            OpenCalls openCalls,
            Executor workers,
            Bounds bounds) {
        this.frames = new FrameIntake(streams, ingestRecords, meter, workers);
        this.records = new RecordIntake(streams, ingestRecords, meter, workers);
        this.openCalls = openCalls;
        this.workers = workers;
        this.bounds = bounds;
    }

    @Override
    public ServerServiceDefinition bindService() {
        InPlaceMarshaller<IncomingRecord> record = new InPlaceMarshaller<>(recordReader());
        InPlaceMarshaller<IncomingFrame> frame = new InPlaceMarshaller<>(frameReader(bounds.frameRecordsMax()));
        MethodDescriptor<IncomingRecord, IngestResponse> ingestStream =
                decodedBy(record, IngestionServiceGrpc.getIngestStreamMethod());
        MethodDescriptor<IncomingRecord, IngestResponse> ingest =
                decodedBy(record, IngestionServiceGrpc.getIngestMethod());
        MethodDescriptor<IncomingFrame, IngestRecordsResponse> ingestRecords =
                decodedBy(frame, IngestionServiceGrpc.getIngestRecordsMethod());
        MethodDescriptor<IngestBatchRequest, IngestBatchResponse> ingestBatch =
                BoundedMarshaller.of(IngestionServiceGrpc.getIngestBatchMethod());
        MethodDescriptor<GetBatchJobRequest, BatchJobResponse> getBatchJob =
                BoundedMarshaller.of(IngestionServiceGrpc.getGetBatchJobMethod());
        ServiceDescriptor service = ServiceDescriptor.newBuilder(IngestionServiceGrpc.SERVICE_NAME)
                .setSchemaDescriptor(IngestionServiceGrpc.getServiceDescriptor().getSchemaDescriptor())
                .addMethod(ingestStream)
                .addMethod(ingest)
                .addMethod(ingestBatch)
                .addMethod(getBatchJob)
                .addMethod(ingestRecords)
                .build();
        return ServerServiceDefinition.builder(service)
                .addMethod(
                        ingestStream,
                        ServerCalls.asyncBidiStreamingCall(client -> open(client, oneByOne(), bounds.records())))
                .addMethod(ingest, ServerCalls.asyncUnaryCall(this::ingest))
                .addMethod(ingestBatch, ServerCalls.asyncUnaryCall((request, client) -> refuseImport(client)))
                .addMethod(getBatchJob, ServerCalls.asyncUnaryCall((request, client) -> refuseImport(client)))
                .addMethod(
                        ingestRecords,
                        ServerCalls.asyncBidiStreamingCall(client -> open(client, inFrames(), bounds.frames())))
                .build();
    }

    private static InPlaceMarshaller.Reader<IncomingRecord> recordReader() {
        return new InPlaceMarshaller.Reader<>() {

            @Override
            public IncomingRecord read(byte[] message, CallBytes account) {
                return RecordReader.read(message, account);
            }

            @Override
            public IncomingRecord refused(byte[] start, Problem problem) {
                return IncomingRecord.refused(problem);
            }
        };
    }

    private static InPlaceMarshaller.Reader<IncomingFrame> frameReader(int recordsMax) {
        return new InPlaceMarshaller.Reader<>() {

            @Override
            public IncomingFrame read(byte[] message, CallBytes account) {
                return FrameReader.read(message, recordsMax, account);
            }

            @Override
            public IncomingFrame refused(byte[] start, Problem problem) {
                return IncomingFrame.refused(FrameReader.frameIdOf(start), problem);
            }
        };
    }

    private static <Q, R> MethodDescriptor<Q, R> decodedBy(
            MethodDescriptor.Marshaller<Q> decoder, MethodDescriptor<?, R> published) {
        return published.toBuilder(decoder, published.getResponseMarshaller()).build();
    }

    private <Q extends Incoming, R> StreamObserver<Q> open(
            StreamObserver<R> client, MessageIntake<Q, R> intake, Window window) {
        OrderedCall<Q, R> call = new OrderedCall<>(
                (ServerCallStreamObserver<R>) client, Caller.current(), CallBytes.current(), intake, openCalls, window);
        call.open();
        workers.execute(call);
        return call;
    }

    private MessageIntake<IncomingFrame, IngestRecordsResponse> inFrames() {
        return new MessageIntake<>() {

            @Override
            public CompletableFuture<List<IngestRecordsResponse>> offer(
                    Principal principal, List<IncomingFrame> messages) {
                return frames.offer(principal, messages.getFirst()).thenApply(List::of);
            }

            @Override
            public IngestRecordsResponse refusal(IncomingFrame message, Problem problem) {
                return FrameAnswer.refused(message.frameId(), problem);
            }
        };
    }

    private MessageIntake<IncomingRecord, IngestResponse> oneByOne() {
        return new MessageIntake<>() {

            @Override
            public CompletableFuture<List<IngestResponse>> offer(Principal principal, List<IncomingRecord> messages) {
                return records.offer(principal, messages);
            }

            @Override
            public IngestResponse refusal(IncomingRecord message, Problem problem) {
                return RecordAnswer.refused(problem);
            }
        };
    }

    /// On a virtual thread, since it may block; the answer leaves on the thread that completes it.
    private void ingest(IncomingRecord record, StreamObserver<IngestResponse> client) {
        Problem problem = record.problem();
        if (problem != null && problem.code() == ErrorCode.OVERLOADED) {
            // The only record of a call: the call is what there is no room for.
            client.onError(Problems.status(problem));
            return;
        }
        CallBytes account = CallBytes.current();
        if (!account.claim(record.bytes())) {
            return;
        }
        Principal principal = Caller.current().principal();
        workers.execute(() -> {
            CompletableFuture<List<IngestResponse>> offered;
            try {
                offered = records.offer(principal, List.of(record));
            } catch (Throwable e) { // passed on: only the bytes are given back
                account.drop(record.bytes());
                throw e;
            }
            CompletableFuture<?> _ = offered.whenComplete((answers, failure) -> {
                account.drop(record.bytes());
                if (answers != null) {
                    client.onNext(answers.getFirst());
                    client.onCompleted();
                } else {
                    client.onError(Problems.status(Problem.of(
                            ErrorCode.INTERNAL_ERROR, "an error on our side; the record may be written or not")));
                }
            });
        });
    }

    private static void refuseImport(StreamObserver<?> client) {
        client.onError(Status.UNIMPLEMENTED.withDescription(NO_IMPORTS).asRuntimeException());
    }
}
