package io.ttdust.domain.ingest;

/// Neighbouring records of a batch that got neighbouring offsets.
///
/// @param firstIndex place of the first in the batch as offered
/// @param firstOffset offset of the first; the others follow without a gap
/// @param receiveMicros receive time of all of them, Unix microseconds
public record AcceptedRun(int firstIndex, int count, int partition, long firstOffset, long receiveMicros) {}
