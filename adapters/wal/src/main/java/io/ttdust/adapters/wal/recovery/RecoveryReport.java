package io.ttdust.adapters.wal.recovery;

import io.ttdust.adapters.wal.loss.Hole;
import java.time.Duration;
import java.util.List;

/// What opening a log found and did.
///
/// @param segments kept
/// @param commits kept, those without frames included
/// @param records kept
/// @param commitsCut whole or torn commits that nobody was ever told of
/// @param recordsCut records in those of them that were whole
/// @param bytesCut bytes of those commits, padding included
/// @param bytesRewritten bytes kept without proof that they had been synced, and therefore written and synced again
/// @param lost where the log lacks from now on what was acknowledged, found by this start; empty as a rule
public record RecoveryReport(
        int segments,
        long commits,
        long records,
        long commitsCut,
        long recordsCut,
        long bytesCut,
        long bytesRewritten,
        List<Hole> lost,
        Duration duration) {}
