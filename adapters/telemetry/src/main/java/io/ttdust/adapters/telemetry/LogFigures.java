package io.ttdust.adapters.telemetry;

/// What a log has done since it was opened; each number only ever grows, but for the segments.
///
/// @param commits with records in them
/// @param bytes of the commits, padding included
/// @param syncs of files and folders
/// @param records durable
/// @param commitNanos spent on writing and syncing the commits
/// @param segments the log consists of now
public record LogFigures(long commits, long bytes, long syncs, long records, long commitNanos, int segments) {}
