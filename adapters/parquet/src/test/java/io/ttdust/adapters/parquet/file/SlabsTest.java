package io.ttdust.adapters.parquet.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlabsTest {

    private final Slabs slabs = new Slabs(1 << 20);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4095, 4096, 4097, 5000, 65_537, 1 << 20, (1 << 20) + 1, 3 << 20})
    void givesAsMuchAsIsAskedForAndLittleMore(int size) {
        ByteBuffer buffer = slabs.allocate(size);

        assertThat(buffer.remaining()).isEqualTo(size);
        assertThat(buffer.capacity()).isLessThan(size + size / 4 + 1);
    }

    @Test
    void givesAgainWhatWasReleased() {
        ByteBuffer first = slabs.allocate(65_000);
        first.order(ByteOrder.LITTLE_ENDIAN).putInt(7);

        slabs.release(first);
        ByteBuffer second = slabs.allocate(60_000);

        assertThat(second).isSameAs(first);
        assertThat(second.position()).isZero();
        assertThat(second.remaining()).isEqualTo(60_000);
        assertThat(second.order()).isEqualTo(ByteOrder.BIG_ENDIAN);
        assertThat(slabs.allocate(60_000)).isNotSameAs(first);
    }

    @Test
    void keepsNoMoreThanItsBound() {
        takeAndRelease(100);

        assertThat(slabs.keptBytes()).isEqualTo(1 << 20);
    }

    @Test
    void keepsWhatIsNeededNowRatherThanWhatWasNeededBefore() {
        takeAndRelease(16);

        ByteBuffer now = slabs.allocate(256 << 10);
        slabs.release(now);

        assertThat(slabs.allocate(256 << 10)).isSameAs(now);
    }

    @Test
    void keepsNeitherVerySmallNorVeryLargeOnes() {
        slabs.release(slabs.allocate(100));
        slabs.release(slabs.allocate(2 << 20));

        assertThat(slabs.keptBytes()).isZero();
    }

    /// As many of 64 KiB at once.
    private void takeAndRelease(int count) {
        List<ByteBuffer> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(slabs.allocate(64 << 10));
        }
        all.forEach(slabs::release);
    }
}
