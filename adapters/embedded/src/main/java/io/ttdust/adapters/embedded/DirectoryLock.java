package io.ttdust.adapters.embedded;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.ttdust.application.port.StorageException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Keeps two processes from running a server on one directory. The operating system frees it when its process
/// ends, however that ends.
final class DirectoryLock implements AutoCloseable {

    /// Directories locked by this process. POSIX drops all of a process's locks on a file as soon as it closes any
    /// channel to it, so a second attempt from here must not even open the file.
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private DirectoryLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /// Takes the lock.
    ///
    /// @throws StorageException if someone holds it
    static DirectoryLock acquire(Path file) {
        if (!HELD.add(file)) {
            throw held(file);
        }
        @Nullable FileChannel channel = null;
        boolean acquired = false;
        try {
            channel = FileChannel.open(file, CREATE, WRITE);
            if (channel.tryLock() == null) {
                throw held(file);
            }
            acquired = true;
            return new DirectoryLock(file, channel);
        } catch (IOException e) {
            throw new StorageException("locking %s".formatted(file), e);
        } finally {
            if (!acquired) {
                release(file, channel);
            }
        }
    }

    @Override
    public void close() {
        release(file, channel);
    }

    private static void release(Path file, @Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw new StorageException("unlocking %s".formatted(file), e);
        } finally {
            HELD.remove(file);
        }
    }

    private static StorageException held(Path file) {
        return new StorageException(
                "another process runs the embedded PostgreSQL in %s: stop it or choose another data directory"
                        .formatted(file.getParent()));
    }
}
