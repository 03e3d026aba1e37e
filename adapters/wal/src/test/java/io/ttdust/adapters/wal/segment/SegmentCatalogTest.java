package io.ttdust.adapters.wal.segment;

import static org.assertj.core.api.Assertions.assertThat;

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
        catalog.add(0);
        catalog.add(100);
        catalog.add(300);

        assertThat(catalog.baseOf(0)).isZero();
        assertThat(catalog.baseOf(99)).isZero();
        assertThat(catalog.baseOf(100)).isEqualTo(100);
        assertThat(catalog.baseOf(5000)).isEqualTo(300);
        assertThat(catalog.baseAfter(99)).isEqualTo(100);
        assertThat(catalog.baseAfter(100)).isEqualTo(300);
        assertThat(catalog.baseAfter(300)).isEqualTo(Long.MAX_VALUE);
    }
}
