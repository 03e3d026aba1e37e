package io.ttdust.application.port.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.catalog.InMemoryDataFileCatalog.State;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The fake keeps the contract it stands in for, and breaks as it is told.
class InMemoryDataFileCatalogTest extends DataFileCatalogContract {

    private InMemoryNodeRegistry nodes = new InMemoryNodeRegistry();

    @Override
    protected DataFileCatalog fresh() {
        nodes = new InMemoryNodeRegistry();
        return new InMemoryDataFileCatalog(nodes);
    }

    @Override
    protected NodeRegistry nodes() {
        return nodes;
    }

    @Override
    protected DataFileCatalog away() {
        InMemoryDataFileCatalog catalog = new InMemoryDataFileCatalog(nodes);
        catalog.goAway();
        return catalog;
    }

    @Test
    void commitsTheFlushWhoseAnswerIsLost() {
        InMemoryDataFileCatalog catalog = new InMemoryDataFileCatalog(nodes);
        NodeEpoch owner = nodes.open("node-1", LOG);
        FlushCommit flush = flush(file(CLICKS, 0, 0, 9));
        catalog.loseNextAnswer();
        catalog.addPending(owner, flush.files(), flush.keyFiles(), DEADLINE);
        assertThat(catalog.keys(State.PENDING)).hasSize(1);

        assertThatThrownBy(() -> catalog.commit(owner, flush)).isInstanceOf(StorageException.class);

        assertThat(catalog.dataFiles(State.LIVE)).isEqualTo(flush.files());
        assertThat(catalog.keys(State.PENDING)).isEmpty();
        assertThat(catalog.commit(owner, flush)).isTrue();
    }

    @Test
    void doesNothingInTheCallThatFails() {
        InMemoryDataFileCatalog catalog = new InMemoryDataFileCatalog(nodes);
        NodeEpoch owner = nodes.open("node-1", LOG);
        catalog.failNext();

        assertThatThrownBy(() -> catalog.addPending(owner, List.of(file(CLICKS, 0, 0, 9)), List.of(), DEADLINE))
                .isInstanceOf(StorageException.class);

        assertThat(catalog.keys(State.PENDING)).isEmpty();
        assertThat(catalog.checkpoints()).isEmpty();
    }

    @Test
    void comesBackWithWhatItHeld() {
        InMemoryDataFileCatalog catalog = new InMemoryDataFileCatalog(nodes);
        FlushCommit flush = committed(catalog, nodes.open("node-1", LOG), file(CLICKS, 0, 0, 9));
        catalog.goAway();
        assertThatThrownBy(catalog::checkpoints).isInstanceOf(StorageException.class);

        catalog.comeBack();

        assertThat(catalog.locate(CLICKS, 0, 5).files()).isEqualTo(flush.files());
    }
}
