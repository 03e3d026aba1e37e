package io.ttdust.adapters.wal.archive;

/// What a log directory holds that was put together from an archive and not opened since.
///
/// @param segments in it
/// @param startLsn where the log starts; everything before lies in data files, or was not asked for
/// @param endLsn where it ends; what was acknowledged behind it was not archived
public record RestoredLog(int segments, long startLsn, long endLsn) {}
