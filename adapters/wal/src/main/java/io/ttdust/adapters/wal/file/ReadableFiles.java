package io.ttdust.adapters.wal.file;

import java.io.IOException;
import java.util.List;

/// What can be read of a log's directory.
///
/// Methods may be called from any thread.
public interface ReadableFiles {

    /// Names of all files, in no order.
    List<String> list() throws IOException;

    /// Opens an existing file.
    LogFile open(String name) throws IOException;
}
