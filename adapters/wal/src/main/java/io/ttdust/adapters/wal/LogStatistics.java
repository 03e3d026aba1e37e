package io.ttdust.adapters.wal;

/// What a log has done since it was opened.
///
/// @param commits with frames
/// @param fsyncs of data, headers and directory entries, those for empty commits included
/// @param records durable
/// @param bytes of the commits as written, padding included
/// @param appends durable
/// @param commitNanos spent on writing and syncing the commits with frames
/// @param segments the log consists of now
/// @param archived segments that were found in the archive or put there
/// @param indexBytes of heap that the index takes now, about
public record LogStatistics(
        long commits,
        long fsyncs,
        long records,
        long bytes,
        long appends,
        long commitNanos,
        int segments,
        long archived,
        long indexBytes) {}
