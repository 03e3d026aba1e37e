package io.ttdust.adapters.objects;

import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.StorageFullException;
import io.ttdust.application.port.storage.ObjectMissingException;
import io.ttdust.application.port.storage.ObjectStore;
import io.ttdust.application.port.storage.StoredObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// [ObjectStore] in a folder: an object is a file, see [KeyPaths]. A key cannot be the folder of another one.
///
/// An object is written and synced under a name of its own in `.tmp`, which no key maps to, and then linked to its
/// place, which fails where something is. So nobody sees a part of it, and of two writers one wins. The folders its
/// name lies in are synced before the put returns. Folders stay when their last object is deleted.
public final class FileObjectStore implements ObjectStore {

    private static final System.Logger LOG = System.getLogger(FileObjectStore.class.getName());

    private static final String STAGING = ".tmp";
    private static final int LIST_MAX = 1000;
    private static final int COMPARED_BYTES = 1 << 18;

    private final Path root;
    private final Path staging;
    private final Disk disk;
    private final KeyPaths paths;
    private final DurableFolders folders;

    FileObjectStore(Path root, Disk disk) {
        this.root = root;
        this.staging = root.resolve(STAGING);
        this.disk = disk;
        this.paths = new KeyPaths(root);
        this.folders = new DurableFolders(root, disk);
    }

    /// Opens the store in `root`, which is made durably if need be, and removes what an earlier process left
    /// half written.
    ///
    /// @throws StorageException if the folder cannot be written or its file system has no hard links
    public static FileObjectStore open(Path root) {
        FileObjectStore store = new FileObjectStore(root.toAbsolutePath().normalize(), new LocalDisk());
        store.prepare();
        return store;
    }

    /// The folder it is in; absolute.
    public Path root() {
        return root;
    }

    void prepare() {
        try {
            folders.requireRoot();
            folders.require(staging);
            try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(staging)) {
                for (Path leftover : leftovers) {
                    disk.delete(leftover);
                }
            }
            probe();
        } catch (IOException | UnsupportedOperationException e) {
            throw new StorageException("opening the object store in %s: %s".formatted(root, e), e);
        }
    }

    /// Writes a file and links it, as every put will.
    private void probe() throws IOException {
        Path written = staging.resolve(UUID.randomUUID().toString());
        Path linked = staging.resolve(UUID.randomUUID().toString());
        disk.write(written, List.of(ByteBuffer.wrap(new byte[] {1})));
        disk.link(written, linked);
        disk.delete(written);
        disk.delete(linked);
    }

    /// Makes a file and removes it, which syncs nothing.
    void touch() throws IOException {
        Path file = staging.resolve(UUID.randomUUID().toString());
        Files.createFile(file);
        disk.delete(file);
    }

    long usableBytes() throws IOException {
        return disk.usableBytes(staging);
    }

    @Override
    public void put(String key, List<ByteBuffer> content) {
        Path path = paths.of(key);
        Path folder = KeyPaths.folder(path);
        try {
            requirePresent();
            // Also for an object that is there: who put it may have been stopped before the syncs.
            folders.require(folder);
            if (Files.exists(path)) {
                requireSame(key, path, content);
            } else {
                store(key, path, content);
            }
            disk.syncDirectory(folder);
        } catch (IOException e) {
            throw failed("storing", key, e);
        }
    }

    private void store(String key, Path path, List<ByteBuffer> content) throws IOException {
        Path temporary = staging.resolve(UUID.randomUUID().toString());
        try {
            disk.write(temporary, content);
            disk.link(temporary, path);
        } catch (FileAlreadyExistsException e) {
            requireSame(key, path, content);
        } catch (IOException e) {
            if (isFull(e, content)) {
                throw new StorageFullException("storing object '%s' in %s: there is no room".formatted(key, root));
            }
            throw e;
        } finally {
            discard(temporary);
        }
    }

    private boolean isFull(IOException e, List<ByteBuffer> content) throws IOException {
        String message = String.valueOf(e.getMessage());
        long bytes = content.stream().mapToLong(ByteBuffer::remaining).sum();
        return message.contains("No space left") || message.contains("quota exceeded") || usableBytes() < bytes;
    }

    /// What cannot be removed now goes when the store is next opened.
    private void discard(Path temporary) {
        try {
            disk.delete(temporary);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "left behind: {0}", temporary);
        }
    }

    private static void requireSame(String key, Path path, List<ByteBuffer> content) throws IOException {
        if (!isSame(path, content)) {
            throw new StorageException("storing object '%s': there is something else of that key".formatted(key));
        }
    }

    private static boolean isSame(Path path, List<ByteBuffer> content) throws IOException {
        long bytes = content.stream().mapToLong(ByteBuffer::remaining).sum();
        if (!Files.isRegularFile(path) || Files.size(path) != bytes) {
            return false;
        }
        ByteBuffer stored = ByteBuffer.allocate(COMPARED_BYTES);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            for (ByteBuffer part : content) {
                for (int at = part.position(); at < part.limit(); at += stored.limit()) {
                    stored.clear().limit(Math.min(COMPARED_BYTES, part.limit() - at));
                    while (stored.hasRemaining() && channel.read(stored) >= 0) {
                        // Until the piece is full, or the file ends early, which the comparison will show.
                    }
                    if (!stored.flip().equals(part.slice(at, Math.min(COMPARED_BYTES, part.limit() - at)))) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    @Override
    public StoredObject open(String key) {
        Path path = paths.of(key);
        try {
            if (isObject(path)) {
                return OpenedFile.open(key, path);
            }
            throw new ObjectMissingException(key);
        } catch (NoSuchFileException e) {
            throw new ObjectMissingException(key);
        } catch (IOException e) {
            throw failed("opening", key, e);
        }
    }

    @Override
    public boolean exists(String key) {
        Path path = paths.of(key);
        try {
            return isObject(path);
        } catch (IOException e) {
            throw failed("looking for", key, e);
        }
    }

    @Override
    public void delete(String key) {
        Path path = paths.of(key);
        try {
            if (isObject(path)) {
                disk.delete(path);
                disk.syncDirectory(KeyPaths.folder(path));
            }
        } catch (NoSuchFileException e) {
            // Another caller deleted it meanwhile.
            requirePresent();
        } catch (IOException e) {
            throw failed("deleting", key, e);
        }
    }

    @Override
    public List<String> list(String prefix, @Nullable String after, int limit) {
        if (limit < 1 || limit > LIST_MAX) {
            throw new IllegalArgumentException("limit outside 1..%d: %d".formatted(LIST_MAX, limit));
        }
        requirePresent();
        try {
            return new KeyWalk(prefix, after, limit).from(root);
        } catch (IOException | DirectoryIteratorException e) {
            throw new StorageException("listing objects '%s…': %s".formatted(prefix, e), e);
        }
    }

    private boolean isObject(Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).isRegularFile();
        } catch (NoSuchFileException e) {
            requirePresent();
            return false;
        } catch (FileSystemException e) {
            if (liesUnderAnObject(path)) {
                return false;
            }
            throw e;
        }
    }

    private boolean liesUnderAnObject(Path path) {
        for (Path folder = KeyPaths.folder(path); !folder.equals(root); folder = KeyPaths.folder(folder)) {
            if (Files.isRegularFile(folder)) {
                return true;
            }
        }
        return false;
    }

    /// A disk that is not mounted looks like an empty folder, in which every object would seem to be missing.
    void requirePresent() {
        if (!Files.isDirectory(staging)) {
            throw new StorageException("the object store's folder %s is gone".formatted(root));
        }
    }

    private static StorageException failed(String attempt, String key, IOException e) {
        return new StorageException("%s object '%s': %s".formatted(attempt, key, e), e);
    }
}
