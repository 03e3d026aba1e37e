package io.ttdust.benchmarks.load;

import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.ttdust.cli.client.RestClient;
import io.ttdust.cli.payload.GeneratedClicks;
import io.ttdust.cli.registry.Definition;
import io.ttdust.cli.registry.SchemaRegistry;
import io.ttdust.cli.server.Endpoints;
import io.ttdust.proto.ingestion.v1.IngestionServiceGrpc;
import io.ttdust.proto.ingestion.v1.IngestionServiceGrpc.IngestionServiceStub;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/// A running server with the click schema and, for each of some producers, a connection and two streams: one to
/// warm up with and one that counts.
public final class Target implements AutoCloseable {

    private static final int MESSAGE_BYTES_MAX = 64 << 20;
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    /// A stream and the connection of its producer.
    public record Stream(String id, ManagedChannel channel, Metadata headers) {

        public IngestionServiceStub ingestion() {
            return IngestionServiceGrpc.newStub(withKey());
        }

        /// The connection, on which every call carries the API key.
        public Channel withKey() {
            return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
        }
    }

    private final URI rest;
    private final String apiKey;
    private final List<Stream> warmUp;
    private final List<Stream> streams;

    private Target(URI rest, String apiKey, List<Stream> warmUp, List<Stream> streams) {
        this.rest = rest;
        this.apiKey = apiKey;
        this.warmUp = warmUp;
        this.streams = streams;
    }

    /// Registers the schema, creates the streams and opens their connections.
    public static Target prepare(Endpoints endpoints, String apiKey, int producers) {
        Metadata headers = new Metadata();
        headers.put(AUTHORIZATION, "Bearer " + apiKey);
        List<Stream> warmUp = new ArrayList<>();
        List<Stream> streams = new ArrayList<>();
        try (RestClient client = new RestClient(endpoints.rest(), apiKey)) {
            String schema = new SchemaRegistry(client).create("clicks", Definition.parse(GeneratedClicks.schema()));
            for (int i = 0; i < producers; i++) {
                ManagedChannel channel = channel(endpoints.grpc());
                warmUp.add(new Stream(client.createStream("warm-up-" + i, schema), channel, headers));
                streams.add(new Stream(client.createStream("clicks-" + i, schema), channel, headers));
            }
        }
        return new Target(endpoints.rest(), apiKey, List.copyOf(warmUp), List.copyOf(streams));
    }

    /// The direct executor runs callbacks on the event loop: they never block, and a hop would cost the shared
    /// cores more than they do. Nor is anything kept to be sent again: these calls never are.
    private static ManagedChannel channel(String address) {
        return ManagedChannelBuilder.forTarget(address)
                .usePlaintext()
                .directExecutor()
                .disableRetry()
                .maxInboundMessageSize(MESSAGE_BYTES_MAX)
                .build();
    }

    /// Streams that nothing is read back from.
    public List<Stream> warmUp() {
        return warmUp;
    }

    /// The streams that count, in the same order and on the same connections.
    public List<Stream> streams() {
        return streams;
    }

    public URI rest() {
        return rest;
    }

    public String apiKey() {
        return apiKey;
    }

    @Override
    public void close() {
        for (Stream stream : streams) {
            stream.channel().shutdownNow();
        }
    }
}
