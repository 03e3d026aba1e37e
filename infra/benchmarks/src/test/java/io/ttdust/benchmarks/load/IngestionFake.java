package io.ttdust.benchmarks.load;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import io.ttdust.proto.ingestion.v1.AcceptedRun;
import io.ttdust.proto.ingestion.v1.Durability;
import io.ttdust.proto.ingestion.v1.IngestRecordsRequest;
import io.ttdust.proto.ingestion.v1.IngestRecordsResponse;
import io.ttdust.proto.ingestion.v1.IngestionServiceGrpc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/// A server in memory that answers frames.
final class IngestionFake implements AutoCloseable {

    private final AtomicInteger frames = new AtomicInteger();
    private final UnaryOperator<IngestRecordsResponse> falsified;
    private final Server server;
    private final ManagedChannel channel;

    /// @param falsified what becomes of each answer before it is given
    IngestionFake(UnaryOperator<IngestRecordsResponse> falsified) {
        this.falsified = falsified;
        String name = InProcessServerBuilder.generateName();
        try {
            server = InProcessServerBuilder.forName(name)
                    .addService(new Ingestion())
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        channel = InProcessChannelBuilder.forName(name).build();
    }

    Target.Stream stream() {
        return new Target.Stream("clicks", channel, new Metadata());
    }

    int frames() {
        return frames.get();
    }

    private final class Ingestion extends IngestionServiceGrpc.IngestionServiceImplBase {

        @Override
        public StreamObserver<IngestRecordsRequest> ingestRecords(StreamObserver<IngestRecordsResponse> client) {
            return new StreamObserver<>() {
                @Override
                public void onNext(IngestRecordsRequest frame) {
                    frames.incrementAndGet();
                    client.onNext(falsified.apply(IngestRecordsResponse.newBuilder()
                            .setFrameId(frame.getFrameId())
                            .addAccepted(AcceptedRun.newBuilder().setCount(frame.getRecordsCount()))
                            .setDurability(Durability.DURABILITY_FSYNC)
                            .build()));
                }

                @Override
                public void onError(Throwable broken) {
                    throw new AssertionError(broken);
                }

                @Override
                public void onCompleted() {
                    client.onCompleted();
                }
            };
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
        server.shutdownNow();
    }
}
