package io.ttdust.adapters.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.ttdust.proto.ingestion.v1.IngestRecordsRequest;
import io.ttdust.proto.ingestion.v1.IngestRecordsResponse;
import io.ttdust.proto.ingestion.v1.IngestionServiceGrpc;
import java.util.concurrent.Executor;

/// `IngestionService`: every call becomes a [FrameCall] with a thread of its own.
final class IngestionEndpoint extends IngestionServiceGrpc.IngestionServiceImplBase {

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
    public StreamObserver<IngestRecordsRequest> ingestRecords(StreamObserver<IngestRecordsResponse> client) {
        FrameCall call =
                new FrameCall((ServerCallStreamObserver<IngestRecordsResponse>) client, intake, openCalls, settings);
        call.open();
        workers.execute(call);
        return call;
    }
}
