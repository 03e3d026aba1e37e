package io.ttdust.application.port.catalog;

import java.util.UUID;

/// Which nodes there are, which log each owns, and their latest starts. Contract: `NodeRegistryContract`. Throws
/// [io.ttdust.application.port.StorageException] when the store is away.
public interface NodeRegistry {

    /// Notes a start of the node, in one transaction; from now on its earlier starts are refused.
    ///
    /// @param logId of the log the node found
    /// @throws ForeignLogException if, by what was noted before, the node owns another log or another node the log;
    ///     nothing is changed
    NodeEpoch open(String nodeId, UUID logId);
}
