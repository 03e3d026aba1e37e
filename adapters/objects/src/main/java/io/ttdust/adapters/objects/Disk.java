package io.ttdust.adapters.objects;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/// What changes the disk, so that a test can see the order of it and break it.
interface Disk {

    /// Writes a new file and makes its content durable.
    void write(Path file, List<ByteBuffer> content) throws IOException;

    /// Gives the file a second name, unless something has that name.
    ///
    /// @throws java.nio.file.FileAlreadyExistsException if something has
    void link(Path file, Path name) throws IOException;

    void createDirectory(Path directory) throws IOException;

    void delete(Path file) throws IOException;

    /// Makes the names in the directory durable.
    void syncDirectory(Path directory) throws IOException;

    /// Bytes that can still be written where `directory` lies.
    long usableBytes(Path directory) throws IOException;
}
