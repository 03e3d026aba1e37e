package io.ttdust.application.port.catalog;

/// One start of one node. Of a node's starts only the latest may commit anything.
///
/// @param nodeId the node's own, kept in its data directory
/// @param epoch greater than that of every earlier start
public record NodeEpoch(String nodeId, long epoch) {}
