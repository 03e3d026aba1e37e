package io.ttdust.adapters.grpc;

import io.ttdust.application.ingest.IngestLimits;
import java.net.InetSocketAddress;
import java.time.Duration;

/// Where the server listens and what it bounds. Every bound is set explicitly, none is left to the library.
///
/// @param address port 0 takes a free one
/// @param reflection whether callers with a key may list services and messages
/// @param messageBytesMax one request message; larger ones end their call with `RESOURCE_EXHAUSTED`
/// @param callsPerConnectionMax calls open at once on one connection
/// @param metadataBytesMax headers of one call
/// @param keepAliveFloor a client that pings more often is disconnected
/// @param connectionIdleMax a connection without calls is closed after this time
/// @param connectionAgeMax a connection takes no new calls after this time, so that clients spread over nodes; open
///     calls go on
/// @param frameRecordsMax records of one frame; those beyond are counted and not kept
/// @param frameWindow frames of one call that are read and not yet answered
/// @param frameWindowBytes bytes of those frames at which no further one is read; a call holds at most these
///     plus one message
/// @param recordWindow records of one call of `IngestStream` that are read and not yet answered
/// @param recordWindowBytes the same bound on their bytes
/// @param requestBytesMax bytes of request messages in memory over all calls: on the heap, from arrival to answer,
///     and as many again outside of it that are arriving; beyond it clients are told to come back
/// @param keyCheckInterval how often the key of a call that lasts is looked up again
/// @param patience with clients that are silent
public record GrpcSettings(
        InetSocketAddress address,
        boolean reflection,
        int messageBytesMax,
        int callsPerConnectionMax,
        int metadataBytesMax,
        Duration keepAliveFloor,
        Duration connectionIdleMax,
        Duration connectionAgeMax,
        int frameRecordsMax,
        int frameWindow,
        int frameWindowBytes,
        int recordWindow,
        int recordWindowBytes,
        long requestBytesMax,
        Duration keyCheckInterval,
        Patience patience) {

    /// How long the server waits for a client that may never come back. Without it one whose network is cut would
    /// keep its connection, its calls and what they hold for the hours after which TCP gives up.
    ///
    /// @param keepAliveTime a connection on which nothing came for so long is asked for a sign of life
    /// @param keepAliveTimeout without one within this time the connection is closed, and its calls end
    /// @param arrivalMax a message that takes longer to arrive has stalled, and its call ends. A message also waits
    ///     for others of its connection that are not read because their calls are not answered or their answers are
    ///     not taken; this is longer than such waits are while the log works
    public record Patience(Duration keepAliveTime, Duration keepAliveTimeout, Duration arrivalMax) {

        static final Patience DEFAULT =
                new Patience(Duration.ofMinutes(1), Duration.ofSeconds(20), Duration.ofMinutes(1));

        public Patience {
            requirePositive("keep-alive-time", keepAliveTime.toMillis());
            requirePositive("keep-alive-timeout", keepAliveTimeout.toMillis());
            requirePositive("arrival-max", arrivalMax.toMillis());
        }
    }

    /// 16 MiB of payloads in a frame and room for what is around them.
    private static final int MESSAGE_BYTES_MAX = 17 << 20;

    /// An eighth of the heap, and never less than one of the largest messages takes, twice while it is inflated.
    /// Together with the bodies over HTTP (64 MiB), the records that are being written and the log's own buffers,
    /// half of a heap of 512 MiB.
    private static final long REQUEST_BYTES_MIN = 64L << 20;

    /// With the 10 s that a key is trusted without a look at its store, and the moment a call has to hand over its
    /// last answers, less than the 30 s in which a revoked key must end its calls.
    private static final Duration KEY_CHECK_INTERVAL = Duration.ofSeconds(10);

    public GrpcSettings {
        requirePositive("message-bytes-max", messageBytesMax);
        requirePositive("calls-per-connection-max", callsPerConnectionMax);
        requirePositive("metadata-bytes-max", metadataBytesMax);
        requirePositive("keep-alive-floor", keepAliveFloor.toMillis());
        requirePositive("connection-idle-max", connectionIdleMax.toMillis());
        requirePositive("connection-age-max", connectionAgeMax.toMillis());
        requirePositive("frame-records-max", frameRecordsMax);
        requirePositive("frame-window", frameWindow);
        requirePositive("frame-window-bytes", frameWindowBytes);
        requirePositive("record-window", recordWindow);
        requirePositive("record-window-bytes", recordWindowBytes);
        requirePositive("request-bytes-max", requestBytesMax);
        requirePositive("key-check-interval", keyCheckInterval.toMillis());
    }

    /// The bounds of the contract.
    public static GrpcSettings defaults(InetSocketAddress address, boolean reflection) {
        return new GrpcSettings(
                address,
                reflection,
                MESSAGE_BYTES_MAX,
                100,
                16 << 10,
                Duration.ofSeconds(10),
                Duration.ofMinutes(15),
                Duration.ofHours(1),
                IngestLimits.DEFAULT.batchRecordsMax(),
                16,
                4 << 20,
                1024,
                4 << 20,
                Math.max(REQUEST_BYTES_MIN, Runtime.getRuntime().maxMemory() / 8),
                KEY_CHECK_INTERVAL,
                Patience.DEFAULT);
    }

    /// The same with other bounds, for tests.
    GrpcSettings with(long newRequestBytesMax, Duration newKeyCheckInterval, Patience newPatience) {
        return new GrpcSettings(
                address,
                reflection,
                messageBytesMax,
                callsPerConnectionMax,
                metadataBytesMax,
                keepAliveFloor,
                connectionIdleMax,
                connectionAgeMax,
                frameRecordsMax,
                frameWindow,
                frameWindowBytes,
                recordWindow,
                recordWindowBytes,
                newRequestBytesMax,
                newKeyCheckInterval,
                newPatience);
    }

    private static void requirePositive(String what, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException("ttdust.grpc.%s must be positive: %d".formatted(what, value));
        }
    }
}
