package io.ttdust.application.port.catalog;

import io.ttdust.application.port.StorageException;
import java.util.UUID;

/// Node and log do not belong together: the node's log directory, or what it calls itself, was lost or exchanged.
/// Going on would give offsets away twice.
public final class ForeignLogException extends StorageException {

    private static final long serialVersionUID = 1L;

    /// The node had another log.
    public ForeignLogException(String nodeId, UUID known, UUID found) {
        super("node %s owns log %s, but its log directory holds log %s; put the directory of log %s in place"
                .formatted(nodeId, known, found, known));
    }

    /// The node is new, and its log another node's.
    public ForeignLogException(String nodeId, UUID found, String owner) {
        super(("the log directory holds log %s of node %s (node_id in the table nodes), but this node calls itself %s;"
                        + " if it is %s and the file node-id in its data directory was lost or altered, write %s into"
                        + " the file or set TTDUST_NODE_ID to it; else put the node's own log directory in place")
                .formatted(found, owner, nodeId, owner, owner));
    }
}
