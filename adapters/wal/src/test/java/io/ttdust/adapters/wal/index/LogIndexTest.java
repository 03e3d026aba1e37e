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

        assertThat(partition.runs().size()).isEqualTo(3);
        assertThat(partition.runs().firstOffset(1)).isEqualTo(1);
        assertThat(partition.runs().length(1)).isEqualTo(4096 + 100);
        assertThat(partition.runs().firstOffset(2)).isEqualTo(9);
    }

    @Test
    void whatIsReleasedGivesItsHeapBackAndReadersOfItGoOn() {
        long empty = index.heapBytes();
        for (int i = 0; i < 2000; i++) {
            add(i, i * 65_536L + 64, 100);
        }
        long full = index.heapBytes();
        Runs held = partition.runs();

        partition.flushedTo(1024);
        assertThat(index.neededLsn()).isEqualTo(SEGMENT_BYTES + 64);
        index.forget(SEGMENT_BYTES);

        assertThat(partition.runs().size()).isEqualTo(976);
        assertThat(partition.runs().firstOffset(0)).isEqualTo(1024);
        assertThat(partition.runs().runOf(1500, 976)).isEqualTo(1500 - 1024);
        assertThat(held.firstOffset(held.runOf(17, 2000))).isEqualTo(17);
        assertThat(index.heapBytes()).isBetween(empty + 976 * 36, full * 2 / 3);

        partition.flushedTo(2000);
        index.forget(1L << 40);
        assertThat(index.heapBytes()).isEqualTo(empty);
        assertThat(partition.endOffset()).isEqualTo(2000);
        add(2000, 1L << 40, 100);
        assertThat(partition.runs().firstOffset(0)).isEqualTo(2000);
    }

    @Test
    void bytesAreCountedFromStagingUntilTheyAreFlushedOrWithdrawn() {
        for (int i = 0; i < 10; i++) {
            partition.stageUpTo(i + 1, 100);
            add(i, i * 4096L + 64, 100);
        }
        partition.stageUpTo(11, 70);
        assertThat(index.unflushedBytes()).isEqualTo(1070);

        partition.withdraw(70);
        assertThat(partition.stagedEnd()).isEqualTo(10);
        assertThat(index.unflushedBytes()).isEqualTo(1000);

        partition.flushedTo(4);
        assertThat(index.unflushedBytes()).as("all in one run").isEqualTo(600);
        partition.flushedTo(10);
        assertThat(index.unflushedBytes()).isZero();
        assertThat(index.backlog(0)).isEmpty();
        assertThat(index.neededLsn()).isEqualTo(Long.MAX_VALUE);
    }
}
