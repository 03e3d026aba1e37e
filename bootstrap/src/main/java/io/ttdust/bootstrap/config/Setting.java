package io.ttdust.bootstrap.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Every setting. A setting `WAL_SEGMENT_BYTES` is `TTDUST_WAL_SEGMENT_BYTES` in the environment and
/// `ttdust.wal-segment-bytes` (or the same nested at any dash) in the YAML file.
public enum Setting {
    BIND_ADDRESS(Kind.ADDRESS, "0.0.0.0:8080", "127.0.0.1:8080", "Where REST listens; port 0 takes a free one."),
    GRPC_ADDRESS(Kind.ADDRESS, "0.0.0.0:50051", "127.0.0.1:50051", "Where gRPC listens; port 0 takes a free one."),
    METRICS_ADDRESS(
            Kind.OPTIONAL_ADDRESS,
            "",
            null,
            "Where metrics are served to anybody, without a key; empty for nowhere, a port alone is on loopback."),
    METRICS_AUTH(
            Kind.METRICS_AUTH, "reader", null, "Who reads /metrics on the REST port: `reader` with a key, or `none`."),
    DATA_DIRECTORY(Kind.PATH, "/var/lib/ttdust", "./ttdust-data", "Folder of everything that must survive."),
    WAL_DIRECTORY(Kind.PATH, "", null, "Folder of the log; empty for `wal` in the data directory."),
    WAL_SEGMENT_BYTES(Kind.BYTES, "64MiB", null, "Size of a segment of the log; 16 MiB to 1 GiB."),
    WAL_SPARE_SEGMENTS(Kind.INTEGER, "4", null, "Segments kept ready for reuse."),
    WAL_STAGING_BYTES(Kind.BYTES, "16MiB", null, "Off-heap memory in which records wait for their commit."),
    WAL_SYNC(
            Kind.WAL_SYNC,
            "every",
            null,
            "When the log is synced: `every` acknowledgement waits for it; `interval` and `none` do not, say so in the"
                    + " answer's durability, and may lose the last records in a crash of the machine."),
    WAL_SYNC_INTERVAL(Kind.DURATION, "100ms", null, "How long a record may stay unsynced with `interval`."),
    WAL_RETAIN_BYTES(
            Kind.BYTES,
            "0",
            null,
            "Bytes of the newest log kept though all of it lies in files, for reads close behind."),
    WAL_ARCHIVE(
            Kind.SWITCH,
            "off",
            null,
            "`on` copies every full segment of the log to the object store before it is let go, so that"
                    + " `ttdust log restore` can bring a lost log back up to there."),
    DISK_RESERVE_BYTES(
            Kind.BYTES, "1GiB", null, "Free disk space, beyond what waits for files, below which records are refused."),
    FLUSH_INTERVAL(Kind.DURATION, "10s", null, "How long a record waits in the log before it comes into a file."),
    FLUSH_BYTES(Kind.BYTES, "64MiB", null, "Bytes of a partition's log that come into a file at once."),
    FLUSH_PACE_BYTES(
            Kind.BYTES,
            "192MiB",
            null,
            "Bytes of the log not yet in files from which on records are taken as fast as files are made; 0 never."),
    UNFLUSHED_BYTES_MAX(Kind.BYTES, "4GiB", null, "Bytes of the log not yet in files at which records are refused."),
    BACKPRESSURE_WARNING_PERCENT(
            Kind.INTEGER, "70", null, "Share of that bound from which on producers are given less credit."),
    BACKPRESSURE_REFUSE_PERCENT(
            Kind.INTEGER, "90", null, "Share of that bound from which on the streams that cause it are refused."),
    NODE_ID(Kind.TEXT, "", null, "This node's name; empty for one made once and kept in the data directory."),
    IN_FLIGHT_BYTES_MAX(Kind.BYTES, "64MiB", null, "Payload bytes between arrival and answer; above 90 % of it: 429."),
    IDEMPOTENCY_KEYS_MAX(Kind.INTEGER, "2000000", null, "Keys of the last 24 hours kept in memory, ~100 bytes each."),
    AUTH_STALE_MAX(Kind.DURATION, "1h", null, "How long known API keys stay valid while the metadata store is away."),
    BOOTSTRAP_API_KEY(
            Kind.SECRET, "", null, "First admin key, for the first start: `ttd_live_` + 64 hex digits; dev makes one."),
    GRPC_REFLECTION(Kind.BOOLEAN, "false", "true", "Whether gRPC clients may list services and messages."),
    SHUTDOWN_TIMEOUT(Kind.DURATION, "30", null, "How long a stop waits for requests in flight."),
    LOG_LEVEL(Kind.LOG_LEVEL, "info", null, "trace, debug, info, warn or error."),
    LOG_FORMAT(Kind.LOG_FORMAT, "json", "text", "json or text.");

    /// How a value is spelled.
    public enum Kind {
        ADDRESS("host:port"),
        OPTIONAL_ADDRESS("host:port, or port"),
        METRICS_AUTH("word"),
        WAL_SYNC("word"),
        SWITCH("on or off"),
        PATH("path"),
        BYTES("bytes, or KiB, MiB, GiB"),
        INTEGER("number"),
        DURATION("seconds, or ms, s, m, h"),
        BOOLEAN("true or false"),
        TEXT("text"),
        SECRET("text"),
        LOG_LEVEL("word"),
        LOG_FORMAT("word");

        private final String unit;

        Kind(String unit) {
            this.unit = unit;
        }

        public String unit() {
            return unit;
        }
    }

    private final Kind kind;
    private final String defaultValue;
    private final @Nullable String devValue;
    private final String meaning;

    Setting(Kind kind, String defaultValue, @Nullable String devValue, String meaning) {
        this.kind = kind;
        this.defaultValue = defaultValue;
        this.devValue = devValue;
        this.meaning = meaning;
    }

    public Kind kind() {
        return kind;
    }

    /// Default of the profile, as an operator would spell it.
    public String defaultValue(Profile profile) {
        return profile == Profile.DEV && devValue != null ? devValue : defaultValue;
    }

    public String meaning() {
        return meaning;
    }

    /// Name in the environment.
    public String variable() {
        return "TTDUST_" + name();
    }

    /// Name in the YAML file.
    public String key() {
        return "ttdust." + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
