package io.ttdust.application.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.record.RecordAttributes;
import io.ttdust.domain.record.RecordBatch;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Bounds on texts count bytes of UTF-8, whatever their characters.
class IngestLimitsTest {

    @Test
    void aKeyHasOneTo256Bytes() {
        assertThat(ofKey("")).isNotNull();
        assertThat(ofKey("k")).isNull();
        assertThat(ofKey("k".repeat(256))).isNull();
        assertThat(ofKey("k".repeat(257))).isNotNull();
        assertThat(ofKey("é".repeat(128))).isNull();
        assertThat(ofKey("é".repeat(129))).isNotNull();
        assertThat(ofKey("€".repeat(85))).isNull();
        assertThat(ofKey("€".repeat(86))).isNotNull();
        assertThat(ofKey("🙂".repeat(64))).isNull();
        assertThat(ofKey("🙂".repeat(65))).isNotNull();
    }

    @Test
    void metadataHaveTogetherAtMost8192Bytes() {
        assertThat(ofMetadata("m", "v".repeat(2730))).isNull();
        assertThat(ofMetadata("m", "v".repeat(8191))).isNull();
        assertThat(ofMetadata("m", "v".repeat(8192))).isNotNull();
        assertThat(ofMetadata("€", "€".repeat(2729))).isNull();
        assertThat(ofMetadata("€", "€".repeat(2730))).isNotNull();
    }

    private static @Nullable Problem ofKey(String key) {
        return check(RecordAttributes.ofKey(key));
    }

    private static @Nullable Problem ofMetadata(String name, String value) {
        return check(new RecordAttributes(null, null, Map.of(name, value), RecordAttributes.NO_EVENT_TIME));
    }

    private static @Nullable Problem check(RecordAttributes own) {
        return IngestLimits.DEFAULT.checkRecord(
                RecordBatch.builder(1, 2).add("{}".getBytes(UTF_8), own).build(), 0);
    }
}
