package io.ttdust.application.port.storage;

import io.ttdust.application.port.StorageException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Objects under keys: whole when they are seen, never changed, gone when they are deleted. Contract:
/// `ObjectStoreContract`.
///
/// A key is 1 to 1024 bytes of UTF-8: segments of any characters but NUL, separated by `/`, none empty, `.` or
/// `..`; anything else is an `IllegalArgumentException`. A store may refuse, with a [StorageException], a key
/// that is the folder of another one (`a` beside `a/b`) and a segment that its file system has no room for in a
/// name. All methods may be called from any thread and throw [StorageException] when the store is away or breaks
/// a promise.
public interface ObjectStore {

    /// Stores an object; durable when this returns, and nobody ever sees a part of it. After a [StorageException]
    /// the object may be there, whole, or not, or appear later: ask [#exists], or put it again.
    ///
    /// @param content its parts, one behind another; left as they are (positions too), and not read any more once
    ///     this returned or threw
    /// @throws StorageException if there is an object of that key whose bytes are different; it stays. Putting the
    ///     same bytes again succeeds
    /// @throws io.ttdust.application.port.StorageFullException if there is no room; nothing was stored
    void put(String key, List<ByteBuffer> content);

    /// Opens an object for reading.
    ///
    /// @throws ObjectMissingException if there is none of that key
    StoredObject open(String key);

    boolean exists(String key);

    /// Deletes an object; does nothing where there is none.
    void delete(String key);

    /// Keys that start with `prefix`, in the order of their UTF-8 bytes.
    ///
    /// @param after only keys behind this one; null to start with the first
    /// @param limit 1..1000
    List<String> list(String prefix, @Nullable String after, int limit);
}
