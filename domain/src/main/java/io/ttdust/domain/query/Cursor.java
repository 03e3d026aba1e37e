package io.ttdust.domain.query;

/// A place between two records in (time, partition, offset) order: the next page starts with the first record
/// after it.
///
/// @param receiveMicros receive time of the last record seen, Unix microseconds
public record Cursor(long receiveMicros, int partition, long offset) {}
