package io.ttdust.application.port.storage;

import io.ttdust.domain.record.LoggedBatch;
import java.nio.ByteBuffer;
import java.util.List;

/// Collects records into one file. Used by one thread; to be closed, which gives its memory back.
public interface ColumnFileWriter extends AutoCloseable {

    /// Adds all records of `batch`, which follow those added before without a gap.
    ///
    /// @throws IllegalArgumentException if they do not, or are of another stream or partition; nothing was added
    void add(LoggedBatch batch);

    /// Heap and other memory the file takes so far, about, in bytes.
    long bufferedBytes();

    /// Ends the file; nothing may be added afterwards, or [IllegalStateException].
    ///
    /// @return its bytes in parts, one behind another; theirs is memory that [#close] gives back
    /// @throws IllegalStateException if no record was added
    List<ByteBuffer> finish();

    @Override
    void close();
}
