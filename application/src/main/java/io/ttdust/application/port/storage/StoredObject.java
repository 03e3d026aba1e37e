package io.ttdust.application.port.storage;

import java.nio.ByteBuffer;

/// An object opened for reading at any place. May be used by several threads until it is closed; an object deleted
/// meanwhile either goes on being readable or fails with [ObjectMissingException].
public interface StoredObject extends AutoCloseable {

    String key();

    /// Size in bytes.
    long size();

    /// Fills `into` up to its limit with the bytes from `position` on.
    ///
    /// @throws IllegalArgumentException if that goes beyond the object's end
    /// @throws io.ttdust.application.port.StorageException if the bytes cannot be read, or fewer came than must
    void read(long position, ByteBuffer into);

    @Override
    void close();
}
