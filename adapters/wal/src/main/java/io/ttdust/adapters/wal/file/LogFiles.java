package io.ttdust.adapters.wal.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

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

    /// Makes a file of `bytes` bytes, durably: `content`, then zeros. Under its name there is all of it, or
    /// nothing.
    ///
    /// @param name of no file yet; the draft of it that an earlier process may have left is written over
    /// @throws DiskFullException if there is no room
    default void createWhole(String name, ByteBuffer content, long bytes) throws IOException {
        String draft = name + ".new";
        preallocate(draft, bytes);
        try (LogFile file = open(draft)) {
            file.write(content, 0);
            file.sync();
        }
        rename(draft, name);
        syncDirectory();
    }

    /// Gives a file a new name, in place of any file that had it.
    void rename(String from, String to) throws IOException;

    /// Deletes a file that nobody reads; one of some size may shrink first, and stay so after a crash.
    void delete(String name) throws IOException;

    void syncDirectory() throws IOException;

    /// Bytes this process can still write to the file system.
    long usableBytes() throws IOException;
}
