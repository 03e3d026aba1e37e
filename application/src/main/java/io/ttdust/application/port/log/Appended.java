package io.ttdust.application.port.log;

/// The place a batch got: records `firstOffset`, `firstOffset + 1`, ….
///
/// @param receiveMicros receive time of the whole batch, Unix microseconds
public record Appended(long firstOffset, long receiveMicros) {}
