package io.ttdust.adapters.grpc;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.ttdust.application.access.Authenticate;
import io.ttdust.application.access.Authorize;
import io.ttdust.application.health.CheckReadiness;
import io.ttdust.application.health.Lifecycle;
import io.ttdust.application.ingest.IdempotencyKeys;
import io.ttdust.application.ingest.IngestLimits;
import io.ttdust.application.ingest.IngestRecords;
import io.ttdust.application.port.access.InMemoryApiKeyRepository;
import io.ttdust.application.port.catalog.InMemorySchemaRepository;
import io.ttdust.application.port.catalog.InMemoryStreamRepository;
import io.ttdust.application.port.log.InMemoryRecordLog;
import io.ttdust.application.port.log.RecordLog;
import io.ttdust.application.port.schema.CompiledSchema;
import io.ttdust.application.port.telemetry.TallyingIngestMeter;
import io.ttdust.application.pressure.Backpressure;
import io.ttdust.application.query.CursorCodec;
import io.ttdust.application.query.InMemoryQueries;
import io.ttdust.application.stream.CreateStream;
import io.ttdust.application.stream.FindStream;
import io.ttdust.application.stream.ListStreams;
import io.ttdust.application.stream.StreamCatalog;
import io.ttdust.application.stream.UpdateStream;
import io.ttdust.domain.access.ApiKey;
import io.ttdust.domain.access.ApiKeySecret;
import io.ttdust.domain.access.Role;
import io.ttdust.domain.access.StreamGrant;
import io.ttdust.domain.id.ApiKeyId;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.id.UuidV7;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.problem.Result;
import io.ttdust.domain.problem.Violation;
import io.ttdust.domain.schema.PayloadSchema;
import io.ttdust.domain.schema.SchemaName;
import io.ttdust.domain.stream.StreamDefinition;
import io.ttdust.domain.stream.StreamName;
import io.ttdust.domain.stream.StreamStatus;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The server on a free port of loopback, over in-memory stores, with the streams `clicks`, `orders` and `wide`,
/// which has four partitions, and one key. A payload is bad when it holds `!`; the schema breaks down over one
/// that holds
/// `?`.
final class LocalNode implements AutoCloseable {

    static final StreamId CLICKS = new StreamId(UuidV7.of(1, new Random(1)));
    static final StreamId ORDERS = new StreamId(UuidV7.of(1, new Random(2)));

    static final StreamId WIDE = new StreamId(UuidV7.of(1, new Random(5)));

    private static final PayloadSchema NO_BANG = LocalNode::check;

    final InMemoryRecordLog log;
    final InMemoryApiKeyRepository keys = new InMemoryApiKeyRepository();
    final InMemoryStreamRepository streams = new InMemoryStreamRepository();
    final TallyingIngestMeter meter = new TallyingIngestMeter();
    final Lifecycle lifecycle = new Lifecycle();
    final GrpcServer server;

    /// How far the node's clock is ahead of the machine's.
    volatile Duration ahead = Duration.ZERO;

    private final ApiKeySecret secret = ApiKeySecret.create(new Random(3));
    private int madeKeys = 100;
    private final List<ManagedChannel> channels = new ArrayList<>();

    private LocalNode(RecordLog writtenTo, InMemoryRecordLog log, Function<InetSocketAddress, GrpcSettings> settings) {
        this.log = log;
        InstantSource clock = () -> InstantSource.system().instant().plus(ahead);
        InMemorySchemaRepository schemas = new InMemorySchemaRepository();
        define(schemas, CLICKS, "clicks", 1);
        define(schemas, ORDERS, "orders", 1);
        define(schemas, WIDE, "wide", 4);
        keys.createFirst(ApiKey.unbound(
                new ApiKeyId(UuidV7.of(1, new Random(4))), "test", Role.ADMIN, secret.sha256(), Instant.EPOCH));
        StreamCatalog catalog =
                new StreamCatalog(streams, schemas, definition -> Result.ok(new CompiledSchema("f", NO_BANG)));
        lifecycle.serving();
        server = new GrpcServer(
                settings.apply(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                new ServedUseCases(
                        new IngestRecords(
                                writtenTo,
                                new IdempotencyKeys(clock, 10_000),
                                new Backpressure(256 << 20, Duration.ofMillis(250)),
                                IngestLimits.DEFAULT,
                                meter),
                        new FindStream(catalog, new Authorize()),
                        new CreateStream(streams, schemas, catalog, clock, new Random(6)),
                        new UpdateStream(streams, schemas, catalog),
                        new ListStreams(streams),
                        InMemoryQueries.timeRange(log),
                        InMemoryQueries.lookup(log),
                        new CursorCodec(new byte[32]),
                        new Authenticate(keys, clock, Duration.ofHours(1)),
                        new Authorize(),
                        new CheckReadiness(lifecycle, List.of(), clock),
                        meter));
        server.start();
    }

    static LocalNode start() {
        return start(LocalNode::usual);
    }

    /// @param settings of a server at that address
    static LocalNode start(Function<InetSocketAddress, GrpcSettings> settings) {
        InMemoryRecordLog log = new InMemoryRecordLog(InstantSource.system());
        return new LocalNode(log, log, settings);
    }

    /// A node that writes to another log than the one its queries read.
    static LocalNode writingTo(RecordLog log) {
        return writingTo(log, LocalNode::usual);
    }

    static LocalNode writingTo(RecordLog log, Function<InetSocketAddress, GrpcSettings> settings) {
        return new LocalNode(log, new InMemoryRecordLog(InstantSource.system()), settings);
    }

    /// The bounds of the product, without reflection.
    static GrpcSettings usual(InetSocketAddress address) {
        return GrpcSettings.defaults(address, false);
    }

    private void define(InMemorySchemaRepository schemas, StreamId id, String name, int partitions) {
        streams.create(new StreamDefinition(
                id,
                new StreamName(name),
                "",
                schemas.latest(SchemaName.ANY).orElseThrow().schemaId(),
                1,
                partitions,
                Map.of(),
                StreamStatus.ACTIVE,
                Instant.EPOCH));
    }

    private static @Nullable Problem check(byte[] bytes, int offset, int length) {
        String text = new String(bytes, offset, length, UTF_8);
        if (text.contains("?")) {
            throw new IllegalStateException("the schema broke down");
        }
        return text.contains("!")
                ? Problem.of(
                        ErrorCode.VALIDATION_ERROR,
                        "the record breaks the schema",
                        List.of(new Violation("/user/0", "pattern", "holds a bang", "/properties/user/items/pattern")))
                : null;
    }

    /// A channel that presents the node's key.
    Channel channel() {
        return channel("authorization", "Bearer " + secret.reveal());
    }

    /// A channel that presents a new key of that role, bound to those streams, or to none if there are none.
    Channel channelOf(Role role, StreamGrant... grants) {
        return channel("x-api-key", newKey(role, null, grants).reveal());
    }

    /// A new key's secret.
    ///
    /// @param expiresAt null for never
    ApiKeySecret newKey(Role role, @Nullable Instant expiresAt, StreamGrant... grants) {
        ApiKeySecret made = ApiKeySecret.create(new Random(++madeKeys));
        keys.create(new ApiKey(
                new ApiKeyId(UuidV7.of(2, new Random(madeKeys))),
                "key " + madeKeys,
                role,
                grants.length == 0 ? List.of(StreamGrant.EVERYTHING) : List.of(grants),
                made.sha256(),
                Instant.EPOCH,
                expiresAt,
                null));
        return made;
    }

    /// A channel that sends that header.
    Channel channel(String header, String value) {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of(header, Metadata.ASCII_STRING_MARSHALLER), value);
        return ClientInterceptors.intercept(bareChannel(), MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    /// A channel of its own connection that presents nothing.
    Channel bareChannel() {
        ManagedChannel channel = NettyChannelBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()))
                .usePlaintext()
                .flowControlWindow(NettyChannelBuilder.DEFAULT_FLOW_CONTROL_WINDOW / 16)
                .maxInboundMessageSize(32 << 20)
                .build();
        channels.add(channel);
        return channel;
    }

    String secret() {
        return secret.reveal();
    }

    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
        server.close(Duration.ofSeconds(4));
    }
}
