package io.ttdust.adapters.wal.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/// One open file. For one thread at a time; any number may be open on the same name.
public interface LogFile extends Closeable {

    long size() throws IOException;

    /// Fills `target` from `position` on, also on an interrupted thread, whose interrupt stays set.
    ///
    /// @throws java.io.EOFException if the file ends before
    void read(ByteBuffer target, long position) throws IOException;

    /// Writes all that remains in `source`. After an exception any part of it may have been written.
    void write(ByteBuffer source, long position) throws IOException;

    /// Makes everything written so far durable. After an exception nothing is known about any of it.
    void sync() throws IOException;

    void truncate(long bytes) throws IOException;
}
