package io.ttdust.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

    @TempDir
    Path folder;

    @Test
    void hasTheDocumentedDefaults() {
        assertThat(Settings.read(Profile.SERVE, Map.of(), Map.of()).describe())
                .containsExactly(
                        "ttdust.bind-address = 0.0.0.0:8080 (default)",
                        "ttdust.grpc-address = 0.0.0.0:50051 (default)",
                        "ttdust.metrics-address =  (default)",
                        "ttdust.metrics-auth = reader (default)",
                        "ttdust.data-directory = /var/lib/ttdust (default)",
                        "ttdust.wal-directory =  (default)",
                        "ttdust.wal-segment-bytes = 64MiB (default)",
                        "ttdust.wal-spare-segments = 4 (default)",
                        "ttdust.wal-staging-bytes = 16MiB (default)",
                        "ttdust.wal-sync = every (default)",
                        "ttdust.wal-sync-interval = 100ms (default)",
                        "ttdust.wal-retain-bytes = 0 (default)",
                        "ttdust.wal-archive = off (default)",
                        "ttdust.disk-reserve-bytes = 1GiB (default)",
                        "ttdust.flush-interval = 10s (default)",
                        "ttdust.flush-bytes = 64MiB (default)",
                        "ttdust.flush-pace-bytes = 192MiB (default)",
                        "ttdust.unflushed-bytes-max = 4GiB (default)",
                        "ttdust.backpressure-warning-percent = 70 (default)",
                        "ttdust.backpressure-refuse-percent = 90 (default)",
                        "ttdust.node-id =  (default)",
                        "ttdust.in-flight-bytes-max = 64MiB (default)",
                        "ttdust.idempotency-keys-max = 2000000 (default)",
                        "ttdust.auth-stale-max = 1h (default)",
                        "ttdust.bootstrap-api-key =  (default)",
                        "ttdust.grpc-reflection = false (default)",
                        "ttdust.shutdown-timeout = 30 (default)",
                        "ttdust.log-level = info (default)",
                        "ttdust.log-format = json (default)");
    }

    @Test
    void theArchiveOfTheLogIsSwitchedOnByAWord() {
        assertThat(Settings.read(Profile.SERVE, Map.of(), Map.of()).flag(Setting.WAL_ARCHIVE))
                .isFalse();
        assertThat(Settings.read(Profile.SERVE, Map.of("TTDUST_WAL_ARCHIVE", "On"), Map.of())
                        .flag(Setting.WAL_ARCHIVE))
                .isTrue();
        assertThatThrownBy(() -> Settings.read(Profile.SERVE, Map.of("TTDUST_WAL_ARCHIVE", "true"), Map.of()))
                .hasMessageContaining("TTDUST_WAL_ARCHIVE is none of off, on");
    }

    @Test
    void bindsLoopbackInTheDevProfile() {
        Settings dev = Settings.read(Profile.DEV, Map.of(), Map.of());

        assertThat(dev.address(Setting.BIND_ADDRESS)).isEqualTo(new HostPort("127.0.0.1", 8080));
        assertThat(dev.address(Setting.GRPC_ADDRESS)).isEqualTo(new HostPort("127.0.0.1", 50051));
    }

    @Test
    @Tag("B14")
    void metricsAreServedWithoutAKeyOnlyWhereTheOperatorSaysSo() {
        assertThat(Settings.read(Profile.DEV, Map.of(), Map.of()).optionalAddress(Setting.METRICS_ADDRESS))
                .isEmpty();
        assertThat(Settings.read(Profile.DEV, Map.of(), Map.of()).word(Setting.METRICS_AUTH))
                .isEqualTo("reader");
        assertThat(metricsAddress("9464")).isEqualTo(new HostPort("127.0.0.1", 9464));
        assertThat(metricsAddress(":9464")).isEqualTo(new HostPort("127.0.0.1", 9464));
        assertThat(metricsAddress("0.0.0.0:9464")).isEqualTo(new HostPort("0.0.0.0", 9464));
        assertThat(metricsAddress("[::1]:9464")).isEqualTo(new HostPort("::1", 9464));
        assertThatThrownBy(() -> metricsAddress("everywhere")).hasMessageContaining("TTDUST_METRICS_ADDRESS");
        assertThatThrownBy(() -> metricsAddress("99999")).hasMessageContaining("TTDUST_METRICS_ADDRESS has a port");
        assertThatThrownBy(() -> Settings.read(Profile.DEV, Map.of("TTDUST_METRICS_AUTH", "no"), Map.of()))
                .hasMessageContaining("TTDUST_METRICS_AUTH is none of none, reader");
    }

    private static HostPort metricsAddress(String text) {
        return Settings.read(Profile.SERVE, Map.of("TTDUST_METRICS_ADDRESS", text), Map.of())
                .optionalAddress(Setting.METRICS_ADDRESS)
                .orElseThrow();
    }

    @Test
    void prefersTheEnvironmentToTheFile() {
        Settings settings = Settings.read(
                Profile.SERVE,
                Map.of("TTDUST_WAL_SPARE_SEGMENTS", "7"),
                Map.of("ttdust.wal-spare-segments", "5", "ttdust.shutdown-timeout", "100ms"));

        assertThat(settings.integer(Setting.WAL_SPARE_SEGMENTS)).isEqualTo(7);
        assertThat(settings.duration(Setting.SHUTDOWN_TIMEOUT)).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void reportsEverythingThatIsWrongAtOnce() {
        Map<String, String> environment = Map.of(
                "TTDUST_BIND_ADDRESS", "nonsense",
                "TTDUST_WAL_SEGMENT_BYTES", "64 MB",
                "TTDUST_GRPC_ADDRESS", "host:99999",
                "TTDUST_LOG_LEVEL", "loud",
                "TTDUST_SPELLED_WRONG", "1");

        assertThatThrownBy(() -> Settings.read(Profile.SERVE, environment, Map.of("ttdust.unknown", "1")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("TTDUST_BIND_ADDRESS is not host:port")
                .hasMessageContaining("TTDUST_WAL_SEGMENT_BYTES is not a number of bytes")
                .hasMessageContaining("TTDUST_GRPC_ADDRESS has a port outside")
                .hasMessageContaining("TTDUST_LOG_LEVEL is none of debug, error")
                .hasMessageContaining("TTDUST_SPELLED_WRONG is no setting")
                .hasMessageContaining("ttdust.unknown is no setting");
    }

    @Test
    void refusesValuesOutsideTheirBounds() {
        assertThatThrownBy(() -> Settings.read(Profile.SERVE, Map.of("TTDUST_WAL_SEGMENT_BYTES", "1KiB"), Map.of()))
                .hasMessageContaining("TTDUST_WAL_SEGMENT_BYTES must be 16777216 to 1073741824 bytes");
        assertThatThrownBy(() ->
                        Settings.read(Profile.SERVE, Map.of("TTDUST_DISK_RESERVE_BYTES", "999999999999TiB"), Map.of()))
                .hasMessageContaining("TTDUST_DISK_RESERVE_BYTES is too large");
    }

    @Test
    @Tag("B20")
    void neverShowsASecret() {
        String secret = "ttd_live_" + "ab".repeat(32);

        assertThat(Settings.read(Profile.SERVE, Map.of("TTDUST_BOOTSTRAP_API_KEY", secret), Map.of())
                        .describe()
                        .toString())
                .doesNotContain("abab")
                .contains("ttdust.bootstrap-api-key = ********");
        assertThatThrownBy(
                        () -> Settings.read(Profile.SERVE, Map.of("TTDUST_BOOTSTRAP_API_KEY", "my-password"), Map.of()))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("my-password"));
    }

    @Test
    void readsNestedAndDashedKeysOfAFileAndFillsInVariables() throws IOException {
        Path file = folder.resolve("ttdust.yml");
        Files.writeString(file, """
                ttdust:
                  wal:
                    segment-bytes: ${SEGMENT:32MiB}
                  data-directory: ${HOME_DIR}
                  log-level: debug
                """);

        Map<String, String> flat = SettingsFile.read(file, Map.of("HOME_DIR", "/data"));

        assertThat(flat)
                .containsOnly(
                        Map.entry("ttdust.wal-segment-bytes", "32MiB"),
                        Map.entry("ttdust.data-directory", "/data"),
                        Map.entry("ttdust.log-level", "debug"));
    }

    @Test
    void saysWhatIsWrongWithAFile() throws IOException {
        Path file = folder.resolve("ttdust.yml");
        assertThatThrownBy(() -> SettingsFile.read(file, Map.of())).hasMessageContaining("cannot be read");
        Files.writeString(file, "ttdust: [");
        assertThatThrownBy(() -> SettingsFile.read(file, Map.of())).hasMessageContaining("is not YAML");
        Files.writeString(file, "just text");
        assertThatThrownBy(() -> SettingsFile.read(file, Map.of())).hasMessageContaining("must hold a mapping");
        Files.writeString(file, "ttdust: {log-level: '${NOT_SET}'}");
        assertThatThrownBy(() -> SettingsFile.read(file, Map.of()))
                .hasMessageContaining("${NOT_SET}, which is not set");
        Files.writeString(file, "!!java.net.URL [\"http://127.0.0.1:1/\"]");
        assertThatThrownBy(() -> SettingsFile.read(file, Map.of())).isInstanceOf(SettingsException.class);
    }
}
