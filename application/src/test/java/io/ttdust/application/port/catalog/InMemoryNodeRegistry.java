package io.ttdust.application.port.catalog;

import io.ttdust.application.port.StorageException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// [NodeRegistry] for tests.
public final class InMemoryNodeRegistry implements NodeRegistry {

    private record Node(UUID logId, long epoch) {}

    private final Map<String, Node> nodes = new HashMap<>();
    private boolean away;

    /// From now on every call throws, until [#comeBack].
    public synchronized void goAway() {
        away = true;
    }

    public synchronized void comeBack() {
        away = false;
    }

    @Override
    public synchronized NodeEpoch open(String nodeId, UUID logId) {
        if (away) {
            throw new StorageException("the nodes are away");
        }
        Node known = nodes.get(nodeId);
        if (known != null && !known.logId.equals(logId)) {
            throw new ForeignLogException(nodeId, known.logId, logId);
        }
        nodes.forEach((owner, node) -> {
            if (known == null && node.logId.equals(logId)) {
                throw new ForeignLogException(nodeId, logId, owner);
            }
        });
        long epoch = known == null ? 1 : known.epoch + 1;
        nodes.put(nodeId, new Node(logId, epoch));
        return new NodeEpoch(nodeId, epoch);
    }

    /// Whether no later start of the node is known; works also while the registry is away.
    synchronized boolean isLatest(NodeEpoch owner) {
        @Nullable Node known = nodes.get(owner.nodeId());
        return known != null && known.epoch == owner.epoch();
    }
}
