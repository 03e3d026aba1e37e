package io.ttdust.application.port.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ttdust.domain.storage.Checkpoint;
import io.ttdust.domain.storage.DataFile;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlushCommitTest {

    private static final DataFile FIRST = DataFileCatalogContract.file(DataFileCatalogContract.CLICKS, 0, 5, 9);
    private static final DataFile SECOND = DataFileCatalogContract.file(DataFileCatalogContract.CLICKS, 0, 10, 19);
    private static final DataFile OVERLAPPING = DataFileCatalogContract.file(DataFileCatalogContract.CLICKS, 0, 9, 12);

    @Test
    void takesFilesWithinTheirAdvanceInAnyOrder() {
        assertThat(commit(List.of(SECOND, FIRST), advance(0, 5, 20)).files()).hasSize(2);
        assertThat(commit(List.of(SECOND, FIRST), advance(0, 0, 25)).advances()).hasSize(1);
    }

    @Test
    void refusesFilesThatOverlapOrLieOutsideTheirAdvance() {
        refused(List.of(FIRST, OVERLAPPING), advance(0, 5, 20));
        refused(List.of(FIRST, FIRST), advance(0, 5, 20));
        refused(List.of(FIRST), advance(0, 6, 20));
        refused(List.of(FIRST), advance(0, 5, 9));
    }

    @Test
    void refusesFilesWithoutAnAdvanceAndAdvancesWithoutFiles() {
        refused(List.of(FIRST), advance(1, 5, 10));
        refused(List.of(FIRST), advance(0, 5, 10), advance(1, 5, 10));
        refused(List.of(FIRST), advance(0, 5, 10), advance(0, 5, 10));
        refused(List.of(FIRST));
        refused(List.of(), advance(0, 5, 10));
    }

    private static void refused(List<DataFile> files, FlushCommit.Advance... advances) {
        assertThatIllegalArgumentException().isThrownBy(() -> commit(files, advances));
    }

    private static FlushCommit commit(List<DataFile> files, FlushCommit.Advance... advances) {
        return new FlushCommit(files, List.of(), List.of(advances));
    }

    private static FlushCommit.Advance advance(int partition, long from, long to) {
        return new FlushCommit.Advance(from, new Checkpoint(DataFileCatalogContract.CLICKS, partition, to, 0, 0));
    }
}
