package io.ttdust.application.port.catalog;

import io.ttdust.application.port.StorageException;
import java.util.UUID;

/// The node's log is not the one it had: its directory was lost, emptied or exchanged. Going on would give offsets
/// away twice.
public final class ForeignLogException extends StorageException {

    private static final long serialVersionUID = 1L;

    public ForeignLogException(String nodeId, UUID known, UUID found) {
        super("node %s owns log %s, but its log directory holds log %s; put the directory of log %s in place"
                .formatted(nodeId, known, found, known));
    }
}
