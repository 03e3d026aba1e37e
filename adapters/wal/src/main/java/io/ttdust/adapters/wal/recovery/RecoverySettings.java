package io.ttdust.adapters.wal.recovery;

import java.util.Set;

/// What a recovery needs to know beside the files.
///
/// @param segmentBytes size of a segment file
/// @param acceptLossAt positions (LSN) at which the operator lets the log go on without what is missing
/// @param nowMicros the time, Unix microseconds; written down beside a loss
public record RecoverySettings(long segmentBytes, Set<Long> acceptLossAt, long nowMicros) {}
