package io.ttdust.benchmarks.ingest;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.ttdust.cli.client.RestClient;
import io.ttdust.cli.payload.GeneratedClicks;
import io.ttdust.cli.server.Endpoints;
import io.ttdust.proto.ingestion.v1.IngestionServiceGrpc;
import io.ttdust.proto.ingestion.v1.IngestionServiceGrpc.IngestionServiceStub;
import io.ttdust.proto.query.v1.QueryServiceGrpc;
import io.ttdust.proto.query.v1.QueryServiceGrpc.QueryServiceBlockingStub;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/// A running server with the click schema and some streams under it; a connection for each stream, as if each had a
/// producer of its own.
final class Target implements AutoCloseable {

    private static final int MESSAGE_BYTES_MAX = 64 << 20;
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    /// A stream and the connection of its producer.
    record Stream(String id, ManagedChannel channel, Metadata headers) {

        IngestionServiceStub ingestion() {
            return IngestionServiceGrpc.newStub(channel)
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
        }

        QueryServiceBlockingStub query() {
            return QueryServiceGrpc.newBlockingStub(channel)
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
        }
    }

    private final URI rest;
    private final String apiKey;
    private final List<Stream> streams;

    private Target(URI rest, String apiKey, List<Stream> streams) {
        this.rest = rest;
        this.apiKey = apiKey;
        this.streams = streams;
    }

    /// Registers the schema, creates the streams and opens their connections.
    static Target prepare(Endpoints endpoints, String apiKey, int streams) {
        Metadata headers = new Metadata();
        headers.put(AUTHORIZATION, "Bearer " + apiKey);
        List<Stream> created = new ArrayList<>();
        try (RestClient client = new RestClient(endpoints.rest(), apiKey)) {
            String schema = client.createSchema("clicks", GeneratedClicks.schema());
            for (int i = 0; i < streams; i++) {
                created.add(new Stream(client.createStream("clicks-" + i, schema), channel(endpoints.grpc()), headers));
            }
        }
        return new Target(endpoints.rest(), apiKey, List.copyOf(created));
    }

    /// The direct executor runs callbacks on the event loop: they never block, and a hop would cost the shared
    /// cores more than they do.
    private static ManagedChannel channel(String address) {
        return ManagedChannelBuilder.forTarget(address)
                .usePlaintext()
                .directExecutor()
                .maxInboundMessageSize(MESSAGE_BYTES_MAX)
                .build();
    }

    List<Stream> streams() {
        return streams;
    }

    URI rest() {
        return rest;
    }

    String apiKey() {
        return apiKey;
    }

    @Override
    public void close() {
        for (Stream stream : streams) {
            stream.channel().shutdownNow();
        }
    }
}
