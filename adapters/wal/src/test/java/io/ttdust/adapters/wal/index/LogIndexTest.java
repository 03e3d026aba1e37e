package io.ttdust.adapters.wal.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.domain.id.StreamId;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LogIndexTest {

    private static final StreamId STREAM = new StreamId(new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0001L));
    private static final int SEGMENT_BYTES = 64 << 20;

    private final LogIndex index = new LogIndex(5 << 20);
    private final PartitionIndex partition = index.of(STREAM, 0);

    private void add(int offset, long lsn, int length) {
        long segment = lsn - lsn % SEGMENT_BYTES;
        partition.add(offset, 1, lsn, length, offset, segment, lsn + length);
    }

    @Test
    void aMillionAppendsOfOneRecordInCommitsOfTheirOwnTakeLessThanFourMegabytes() {
        for (int i = 0; i < 1_000_000; i++) {
            add(i, i * 4096L + 64, 100);
        }
        assertThat(partition.endOffset()).isEqualTo(1_000_000);
        assertThat(index.heapBytes()).isBetween(2_000_000L, 4_000_000L);
        assertThat(index.isFull()).isFalse();
    }

    @Test
    void framesThatLieFarApartHaveAnEntryEachUntilTheIndexIsFull() {
        int frames = 0;
        while (!index.isFull()) {
            add(frames, frames * 65_536L + 64, 100);
            frames++;
        }
        assertThat(frames).isBetween(100_000, 5 << 15);
    }

    @Test
    void anEntryIsForOneSegmentAndForOffsetsWithoutGaps() {
        add(0, SEGMENT_BYTES - 4096 + 64, 100);
        add(1, SEGMENT_BYTES + 4096 + 64, 100);
        add(2, SEGMENT_BYTES + 8192 + 64, 100);
        add(9, SEGMENT_BYTES + 12_288 + 64, 100);

        assertThat(partition.size()).isEqualTo(3);
        assertThat(partition.firstOffset(1)).isEqualTo(1);
        assertThat(partition.length(1)).isEqualTo(4096 + 100);
        assertThat(partition.firstOffset(2)).isEqualTo(9);
    }
}
