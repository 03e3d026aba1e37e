package io.ttdust.adapters.wal.file;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A real directory, held by a lock on its file `lock` until closed.
public final class DiskFiles implements LogFiles {

    private static final String LOCK = "lock";
    /// Filled and synced, or given back, at once. Commits of the log wait behind whatever the disk is at: for a whole
    /// segment that would be tens of milliseconds.
    private static final int PIECE_BYTES = 1 << 20;

    private final Path directory;
    private final FileChannel lock;
    private final FileStore store;

    private DiskFiles(Path directory, FileChannel lock, FileStore store) {
        this.directory = directory;
        this.lock = lock;
        this.store = store;
    }

    /// Creates the directory where there is none, durably, and locks it.
    ///
    /// @throws IOException also if another log, of this process or another, holds the directory
    public static DiskFiles lock(Path directory) throws IOException {
        Directories.create(directory);
        FileChannel lock = FileChannel.open(directory.resolve(LOCK), CREATE, WRITE);
        try {
            if (tryLock(lock) == null) {
                throw new IOException("the log in %s is in use by another process".formatted(directory));
            }
            DiskFiles files = new DiskFiles(directory, lock, Files.getFileStore(directory));
            files.syncDirectory();
            return files;
        } catch (IOException e) {
            lock.close();
            throw e;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel lock) throws IOException {
        try {
            return lock.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /// A directory to be looked at only. Takes no lock, needs no right to write, and makes nothing.
    public static ReadableFiles readOnly(Path directory) {
        return new ReadableFiles() {

            @Override
            public List<String> list() throws IOException {
                return names(directory);
            }

            @Override
            public LogFile open(String name) throws IOException {
                return DiskFile.openReadOnly(directory.resolve(name));
            }
        };
    }

    /// Whether another process holds the directory now, as far as this one may tell.
    public static boolean isInUse(Path directory) {
        try (FileChannel lock = FileChannel.open(directory.resolve(LOCK), WRITE)) {
            return tryLock(lock) == null;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public List<String> list() throws IOException {
        return names(directory);
    }

    private static List<String> names(Path directory) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                names.add(entry.getFileName().toString());
            }
        }
        return names;
    }

    @Override
    public LogFile open(String name) throws IOException {
        return DiskFile.open(directory.resolve(name));
    }

    @Override
    public void preallocate(String name, long bytes) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(bytes, PIECE_BYTES));
        try (FileChannel channel = FileChannel.open(directory.resolve(name), CREATE, TRUNCATE_EXISTING, WRITE)) {
            for (long position = 0; position < bytes; ) {
                zeros.clear().limit((int) Math.min(zeros.capacity(), bytes - position));
                position += channel.write(zeros, position);
                channel.force(false);
            }
            channel.force(true);
        } catch (IOException e) {
            if (isFull(e) || usableBytes() < PIECE_BYTES) {
                throw new DiskFullException("no room for %d bytes of %s".formatted(bytes, name), e);
            }
            throw e;
        }
    }

    private static boolean isFull(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("No space left") || message.contains("quota exceeded");
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(directory.resolve(from), directory.resolve(to), ATOMIC_MOVE);
    }

    @Override
    public void delete(String name) throws IOException {
        Path path = directory.resolve(name);
        try (FileChannel channel = FileChannel.open(path, WRITE)) {
            for (long left = channel.size() - PIECE_BYTES; left > 0; left -= PIECE_BYTES) {
                channel.truncate(left);
            }
        }
        Files.delete(path);
    }

    @Override
    public void syncDirectory() throws IOException {
        Directories.sync(directory);
    }

    @Override
    public long usableBytes() throws IOException {
        return store.getUsableSpace();
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
