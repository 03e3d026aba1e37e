package io.ttdust.bootstrap.directory;

import io.ttdust.application.port.StorageException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/// The data directory, made if there is none and held by this process alone. The lock ends with the process,
/// however that ends.
public final class NodeLock implements AutoCloseable {

    private final FileChannel channel;

    private NodeLock(FileChannel channel) {
        this.channel = channel;
    }

    /// Takes the directory.
    ///
    /// @throws StorageException if it cannot be made or written, or another process holds it
    public static NodeLock take(Path dataDirectory) {
        Path file = dataDirectory.resolve("ttdust.lock");
        try {
            if (!Files.isDirectory(dataDirectory)) {
                Path parent = dataDirectory.getParent();
                if (parent != null) {
                    Files.createDirectories(parent);
                }
                Files.createDirectory(
                        dataDirectory,
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                sync(parent);
            }
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                channel.close();
                throw new StorageException(
                        "another TTDust process uses %s; stop it, or set TTDUST_DATA_DIRECTORY to another folder"
                                .formatted(dataDirectory));
            }
            return new NodeLock(channel);
        } catch (IOException e) {
            throw new StorageException(
                    "cannot use %s as data directory: %s; set TTDUST_DATA_DIRECTORY to a folder this user may write"
                            .formatted(dataDirectory, e),
                    e);
        }
    }

    /// Makes new names in `directory` last; null for the one above the root. Without it a power cut could take the
    /// whole new data directory, with acknowledged records in it.
    static void sync(@Nullable Path directory) throws IOException {
        if (directory != null) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // held by another node of this very process
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
