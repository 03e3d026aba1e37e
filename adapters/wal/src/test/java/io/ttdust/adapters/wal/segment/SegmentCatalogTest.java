package io.ttdust.adapters.wal.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.application.port.StorageException;
import org.junit.jupiter.api.Test;

class SegmentCatalogTest {

    @Test
    void aNameSaysItsBaseAndNothingElseIsASegment() {
        assertThat(SegmentCatalog.name(65536)).isEqualTo("00000000000000065536.wal");
        assertThat(SegmentCatalog.base("00000000000000065536.wal")).isEqualTo(65536);
        assertThat(SegmentCatalog.base(SegmentCatalog.name(Long.MAX_VALUE))).isEqualTo(Long.MAX_VALUE);
        assertThat(SegmentCatalog.base("log-id")).isEqualTo(-1);
        assertThat(SegmentCatalog.base("65536.wal")).isEqualTo(-1);
        assertThat(SegmentCatalog.base("-0000000000000065536.wal")).isEqualTo(-1);
        assertThat(SegmentCatalog.base("+0000000000000065536.wal")).isEqualTo(-1);
        assertThat(SegmentCatalog.base("99999999999999999999.wal")).isEqualTo(-1);
        assertThat(SegmentCatalog.base("00000000000000065536.tmp")).isEqualTo(-1);
    }

    @Test
    void anLsnBelongsToTheSegmentThatStartsAtItOrBefore() {
        SegmentCatalog catalog = new SegmentCatalog();
        catalog.add(0, 0);
        catalog.add(100, 90);
        catalog.add(300, 180);

        assertThat(catalog.baseOf(0)).isZero();
        assertThat(catalog.baseOf(99)).isZero();
        assertThat(catalog.baseOf(100)).isEqualTo(100);
        assertThat(catalog.baseOf(5000)).isEqualTo(300);
        assertThat(catalog.baseAfter(99)).isEqualTo(100);
        assertThat(catalog.baseAfter(100)).isEqualTo(300);
        assertThat(catalog.baseAfter(300)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whatWasDroppedIsNotHeldAndCannotBeReadAnyMore() {
        SegmentCatalog catalog = new SegmentCatalog();
        catalog.add(0, 0);
        catalog.add(100, 90);
        catalog.add(300, 180);

        assertThat(catalog.dropBefore(0)).isEmpty();
        assertThat(catalog.dropBefore(300)).containsExactly(0L, 100L);

        assertThat(catalog.size()).isEqualTo(1);
        assertThat(catalog.first()).isEqualTo(300);
        assertThat(catalog.last()).isEqualTo(300);
        assertThat(catalog.start()).isEqualTo(180);
        assertThat(catalog.holds(299)).isFalse();
        assertThat(catalog.holds(300)).isTrue();
        assertThatThrownBy(() -> catalog.baseOf(299))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("299");
        assertThatThrownBy(() -> catalog.baseAfter(0)).isInstanceOf(StorageException.class);
    }
}
