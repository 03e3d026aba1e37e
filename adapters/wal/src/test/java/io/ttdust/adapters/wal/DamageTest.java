package io.ttdust.adapters.wal;

import static io.ttdust.adapters.wal.SimulatedLog.CLICKS;
import static io.ttdust.adapters.wal.SimulatedLog.ORDERS;
import static io.ttdust.adapters.wal.SimulatedLog.append;
import static io.ttdust.adapters.wal.SimulatedLog.contents;
import static io.ttdust.adapters.wal.SimulatedLog.payloads;
import static io.ttdust.adapters.wal.SimulatedLog.segments;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.adapters.wal.file.SimulatedDisk;
import io.ttdust.adapters.wal.format.DamagedLogException;
import io.ttdust.application.port.StorageException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What was durable and is gone is never passed over in silence.
@Timeout(60)
@Tag("F04")
class DamageTest extends ThreeSegments {

    @Test
    void aFlippedBitInAnEarlierCommitStopsTheStartAndNamesWhatIsLost() {
        for (int at : new int[] {0, 6, 9, 20, 50, 63, 64, 70, 100, 143, 150, 157}) {
            damage(segments.getFirst(), 2 * BLOCK + at);
            Map<String, ByteBuffer> before = contents(logs.disk);

            assertThatThrownBy(logs::open)
                    .as("byte %d", at)
                    .isInstanceOf(DamagedLogException.class)
                    .hasMessageContaining(segments.getFirst())
                    .hasMessageContaining("LSN " + 2 * BLOCK)
                    .hasMessageContaining("%s partition 0 offsets 1 to 2", CLICKS)
                    .hasMessageContaining("nothing was changed")
                    .hasMessageContaining("Keep all files")
                    .hasMessageContaining("--accept-loss-at");
            assertThat(contents(logs.disk)).isEqualTo(before);
        }
    }

    @Test
    void aFlippedBitInAnySegmentsHeaderStopsTheStart() {
        for (String segment : segments) {
            for (int at : new int[] {0, 8, 20, 33, 45, 50, 60, 200, 4092}) {
                damage(segment, at);
                assertThatThrownBy(logs::open).as("%s, byte %d", segment, at).isInstanceOf(DamagedLogException.class);
            }
        }
    }

    @Test
    void aMissingSegmentStopsTheStart() {
        for (String segment : segments.subList(0, 2)) {
            logs.switchTo(whole.copy());
            logs.disk.remove(segment);
            assertThatThrownBy(logs::open).as(segment).isInstanceOf(DamagedLogException.class);
        }
    }

    @Test
    void theHeaderOfANextSegmentAloneIsProof() throws Exception {
        logs.switchTo(new SimulatedDisk());
        append(logs.open(), CLICKS, "a");
        logs.close();
        logs.open();
        logs.kill();
        byte[] bytes = logs.disk.bytes(segments(logs.disk).getFirst());
        bytes[BLOCK + 70] ^= 1;
        logs.disk.put(segments(logs.disk).getFirst(), bytes);

        assertThatThrownBy(logs::open).isInstanceOf(DamagedLogException.class).hasMessageContaining("LSN " + BLOCK);
    }

    @Test
    void aSegmentUnderAnotherOnesNameStopsTheStart() {
        logs.switchTo(whole.copy());
        logs.disk.put(segments.get(1), logs.disk.bytes(segments.get(0)));
        assertThatThrownBy(logs::open).isInstanceOf(DamagedLogException.class);
    }

    @Test
    void withoutItsIdALogIsNotOpened() {
        logs.switchTo(whole.copy());
        logs.disk.remove("log-id");
        assertThatThrownBy(logs::open).isInstanceOf(StorageException.class).hasMessageContaining("log-id");
    }

    @Test
    void rotThatComesWhileTheLogIsOpenIsFoundByTheReader() throws Exception {
        logs.switchTo(whole.copy());
        FileRecordLog log = logs.open();
        byte[] bytes = logs.disk.bytes(segments.getFirst());
        bytes[2 * BLOCK + 64 + 90] ^= 1;
        logs.disk.put(segments.getFirst(), bytes);

        assertThatThrownBy(() -> payloads(log, CLICKS))
                .isInstanceOf(DamagedLogException.class)
                .hasMessageContaining("offset 1 of %s partition 0", CLICKS);
        assertThat(payloads(log, ORDERS)).hasSize(14);
    }
}
