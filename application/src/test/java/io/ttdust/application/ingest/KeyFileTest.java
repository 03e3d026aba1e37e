package io.ttdust.application.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.application.keyfile.KeyFileWriter;
import io.ttdust.application.keyfile.KeyHash;
import io.ttdust.application.keyfile.KeyHasher;
import io.ttdust.application.port.StorageException;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.record.LoggedBatch;
import io.ttdust.domain.record.Micros;
import io.ttdust.domain.record.RecordAttributes;
import io.ttdust.domain.record.RecordBatch;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class KeyFileTest {

    private static final StreamId STREAM = new StreamId(new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0001L));
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final MutableClock clock = new MutableClock(NOON);
    private final IdempotencyKeys keys = new IdempotencyKeys(clock, 10_000);

    @Test
    void everyKeyComesBackWithItsPlaceAndBody() {
        KeyFileWriter writer = new KeyFileWriter();
        LoggedBatch batch = batch(1300, Micros.of(NOON));
        writer.add(batch);
        keys.restore("f", writer.finish());

        assertThat(writer.size()).isEqualTo(1300);
        assertThat(keys.size()).isEqualTo(1300);
        for (int i : new int[] {0, 511, 512, 1023, 1299}) {
            KeyHash hash = new KeyHasher().of(STREAM, "key-" + i);
            assertThat(keys.lookUp(hash, batch.records().fingerprint(i)))
                    .isEqualTo(new KeyState.Used(new KeyState.KeyPlace(3, 70L + i, Micros.of(NOON))));
            assertThat(keys.lookUp(hash, batch.records().fingerprint(i == 0 ? 1 : 0)))
                    .isInstanceOf(KeyState.Conflicting.class);
        }
    }

    @Test
    void keysOlderThanADayAreLeftOut() {
        KeyFileWriter writer = new KeyFileWriter();
        writer.add(batch(2, Micros.of(NOON.minus(Duration.ofHours(25)))));
        writer.add(batch(3, Micros.of(NOON)));
        keys.restore("f", writer.finish());

        assertThat(keys.size()).isEqualTo(3);
    }

    @Test
    void anyByteThatChangedIsNoticed() {
        KeyFileWriter writer = new KeyFileWriter();
        writer.add(batch(600, Micros.of(NOON)));
        byte[] whole = bytes(writer);

        for (int at = 0; at < whole.length; at += 7) {
            ByteBuffer damaged = ByteBuffer.wrap(whole.clone());
            damaged.put(at, (byte) (damaged.get(at) ^ 0x10));
            int place = at;
            assertThatThrownBy(() -> keys.restore("keys/1", damaged))
                    .as("byte %d", place)
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("keys/1");
        }
    }

    @Test
    void aFileThatWasCutOffIsNoticed() {
        KeyFileWriter writer = new KeyFileWriter();
        writer.add(batch(600, Micros.of(NOON)));
        byte[] whole = bytes(writer);

        for (int length : new int[] {0, 8, 31, 32, 100, whole.length - 1}) {
            assertThatThrownBy(() -> keys.restore("f", ByteBuffer.wrap(whole, 0, length)))
                    .as("%d bytes", length)
                    .isInstanceOf(StorageException.class);
        }
    }

    @Test
    void theBytesAreThoseOfTheFormat() {
        KeyFileWriter writer = new KeyFileWriter();
        writer.add(batch(1, 1_767_268_800_000_000L));

        assertThat(HexFormat.of().formatHex(bytes(writer)))
                .isEqualTo("5454444b45595301000000000000000100064752550bf00000000000da21d211"
                        + "69ae67b2beb7b382562c5f0c6492a9658fa388e99bdd2aec6c258516b116dd43"
                        + "000300000000004600064752550bf0009cf91a41");
    }

    private static byte[] bytes(KeyFileWriter writer) {
        ByteBuffer file = writer.finish();
        byte[] bytes = new byte[file.remaining()];
        file.get(bytes);
        return bytes;
    }

    private static LoggedBatch batch(int records, long micros) {
        RecordBatch.Builder batch = RecordBatch.builder(records, 16);
        for (int i = 0; i < records; i++) {
            batch.add(("{\"n\":" + i + "}").getBytes(UTF_8), RecordAttributes.ofKey("key-" + i));
        }
        return new LoggedBatch(STREAM, 3, 70, micros, 1, batch.build());
    }
}
