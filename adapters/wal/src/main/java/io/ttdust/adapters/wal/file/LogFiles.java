package io.ttdust.adapters.wal.file;

import java.io.Closeable;
import java.io.IOException;

/// The log's directory. Nothing here is durable before it was synced: content by [LogFile#sync], names by
/// [#syncDirectory].
///
/// Methods may be called from any thread, as long as no two of them mean the same name at once. Closing gives the
/// directory free for another log.
public interface LogFiles extends ReadableFiles, Closeable {

    /// Opens an existing file for reading and writing.
    @Override
    LogFile open(String name) throws IOException;

    /// Creates a file (or empties an existing one), fills it with `bytes` zeros, and syncs its content.
    ///
    /// @throws DiskFullException if there is no room; what was written so far remains
    void preallocate(String name, long bytes) throws IOException;

    /// Gives a file a new name, in place of any file that had it.
    void rename(String from, String to) throws IOException;

    void delete(String name) throws IOException;

    void syncDirectory() throws IOException;

    /// Bytes this process can still write to the file system.
    long usableBytes() throws IOException;
}
