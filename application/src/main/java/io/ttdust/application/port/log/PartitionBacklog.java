package io.ttdust.application.port.log;

import io.ttdust.domain.id.StreamId;

/// Durable records of one partition that are not flushed; at least one.
///
/// @param firstOffset that is not flushed, where the checkpoint stands; the record may be lost, see
///     [LogReader#afterLoss]
/// @param endOffset the offset after the last durable one
/// @param bytes they take in the log, about
/// @param oldestMicros receive time of the first one, or of one shortly before it, Unix microseconds
/// @param blocksRelease whether the log's oldest segment, which is full, is kept for these records among others
public record PartitionBacklog(
        StreamId stream,
        int partition,
        long firstOffset,
        long endOffset,
        long bytes,
        long oldestMicros,
        boolean blocksRelease) {}
