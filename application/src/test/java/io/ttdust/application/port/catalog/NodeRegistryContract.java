package io.ttdust.application.port.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.application.port.Race;
import io.ttdust.application.port.StorageException;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What every [NodeRegistry] promises. An adapter's test extends this and supplies the registry.
public abstract class NodeRegistryContract {

    private static final UUID LOG = new UUID(1, 1);
    private static final UUID OTHER_LOG = new UUID(1, 2);

    /// A registry without nodes.
    protected abstract NodeRegistry fresh();

    /// A registry that cannot be reached.
    protected abstract NodeRegistry away();

    @Test
    void givesEveryStartAGreaterEpoch() {
        NodeRegistry nodes = fresh();

        NodeEpoch first = nodes.open("node-1", LOG);
        NodeEpoch second = nodes.open("node-1", LOG);

        assertThat(first.nodeId()).isEqualTo("node-1");
        assertThat(second.nodeId()).isEqualTo("node-1");
        assertThat(second.epoch()).isGreaterThan(first.epoch());
    }

    @Test
    void keepsNodesApart() {
        NodeRegistry nodes = fresh();
        NodeEpoch first = nodes.open("node-1", LOG);

        NodeEpoch other = nodes.open("node-2", OTHER_LOG);

        assertThat(other.nodeId()).isEqualTo("node-2");
        assertThat(nodes.open("node-1", LOG).epoch()).isGreaterThan(first.epoch());
    }

    @Test
    void refusesALogThatIsNotTheNodesAndChangesNothing() {
        NodeRegistry nodes = fresh();
        NodeEpoch first = nodes.open("node-1", LOG);

        assertThatThrownBy(() -> nodes.open("node-1", OTHER_LOG))
                .isInstanceOf(ForeignLogException.class)
                .hasMessageContaining("node-1")
                .hasMessageContaining(LOG.toString())
                .hasMessageContaining(OTHER_LOG.toString());

        assertThat(nodes.open("node-2", OTHER_LOG).nodeId()).isEqualTo("node-2");
        assertThat(nodes.open("node-1", LOG).epoch()).isEqualTo(first.epoch() + 1);
    }

    /// So a node that lost its id's file hears which id it had, and where to write it.
    @Test
    void refusesTheLogOfAnotherNodeAndTellsItsIdAndChangesNothing() {
        NodeRegistry nodes = fresh();
        NodeEpoch first = nodes.open("node-1", LOG);

        assertThatThrownBy(() -> nodes.open("node-2", LOG))
                .isInstanceOf(ForeignLogException.class)
                .hasMessageContaining(LOG.toString())
                .hasMessageContaining("node-2")
                .hasMessageContaining("write node-1 into the file")
                .hasMessageContaining("file node-id in its data directory")
                .hasMessageContaining("table nodes")
                .hasMessageContaining("TTDUST_NODE_ID");

        assertThat(nodes.open("node-2", OTHER_LOG).nodeId()).isEqualTo("node-2");
        assertThat(nodes.open("node-1", LOG).epoch()).isEqualTo(first.epoch() + 1);
    }

    @Test
    void refusesANodeWithALogTheLogOfAnotherNode() {
        NodeRegistry nodes = fresh();
        nodes.open("node-1", LOG);
        nodes.open("node-2", OTHER_LOG);

        assertThatThrownBy(() -> nodes.open("node-2", LOG))
                .isInstanceOf(ForeignLogException.class)
                .hasMessageContaining("node node-2 owns log " + OTHER_LOG);
    }

    @Test
    @Tag("F14")
    void givesRacingStartsDifferentEpochs() throws Exception {
        NodeRegistry nodes = fresh();

        assertThat(Race.run(20, i -> nodes.open("node-1", LOG).epoch())).doesNotHaveDuplicates();
    }

    @Test
    @Tag("F20")
    void saysSoWhenTheRegistryIsAway() {
        NodeRegistry nodes = away();

        assertThatThrownBy(() -> nodes.open("node-1", LOG))
                .isInstanceOf(StorageException.class)
                .isNotInstanceOf(ForeignLogException.class);
    }
}
