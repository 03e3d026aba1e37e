package io.ttdust.adapters.wal.recovery;

import java.time.Duration;

/// What opening a log found and did.
///
/// @param segments kept
/// @param commits kept, those without frames included
/// @param records kept
/// @param commitsCut whole or torn commits that nobody was ever told of
/// @param recordsCut records in those of them that were whole
/// @param bytesCut bytes of those commits, padding included
/// @param bytesRewritten bytes kept without proof that they had been synced, and therefore written and synced again
public record RecoveryReport(
        int segments,
        long commits,
        long records,
        long commitsCut,
        long recordsCut,
        long bytesCut,
        long bytesRewritten,
        Duration duration) {}
