package io.ttdust.adapters.grpc;

import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.ttdust.proto.ingestion.v1.IngestRecordsResponse;
import io.ttdust.proto.ingestion.v1.IngestionServiceGrpc;
import java.util.concurrent.Executor;

/// `IngestionService`: every call becomes a [FrameCall] with a thread of its own.
///
/// It is the generated service with another decoder for its requests, see [FrameReader].
final class IngestionEndpoint implements BindableService {

    private final FrameIntake intake;
    private final OpenCalls openCalls;
    private final Executor workers;
    private final GrpcSettings settings;

    IngestionEndpoint(FrameIntake intake, OpenCalls openCalls, Executor workers, GrpcSettings settings) {
        this.intake = intake;
        this.openCalls = openCalls;
        this.workers = workers;
        this.settings = settings;
    }

    @Override
    public ServerServiceDefinition bindService() {
        MethodDescriptor<IncomingFrame, IngestRecordsResponse> ingestRecords =
                IngestionServiceGrpc.getIngestRecordsMethod().toBuilder(
                                new FrameMarshaller(settings.frameRecordsMax()),
                                IngestionServiceGrpc.getIngestRecordsMethod().getResponseMarshaller())
                        .build();
        ServiceDescriptor service = ServiceDescriptor.newBuilder(IngestionServiceGrpc.SERVICE_NAME)
                .setSchemaDescriptor(IngestionServiceGrpc.getServiceDescriptor().getSchemaDescriptor())
                .addMethod(ingestRecords)
                .build();
        return ServerServiceDefinition.builder(service)
                .addMethod(ingestRecords, ServerCalls.asyncBidiStreamingCall(this::ingestRecords))
                .build();
    }

    private StreamObserver<IncomingFrame> ingestRecords(StreamObserver<IngestRecordsResponse> client) {
        FrameCall call = new FrameCall(
                (ServerCallStreamObserver<IngestRecordsResponse>) client,
                Caller.current(),
                intake,
                openCalls,
                settings);
        call.open();
        workers.execute(call);
        return call;
    }
}
