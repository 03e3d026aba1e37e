package io.ttdust.adapters.objects;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/// Folders that are known to survive a crash, because the folder each is named in was synced since: the root, and
/// those below.
///
/// A folder that another writer has just made need not be durable yet, so it is not enough that it is there.
/// Safe for all threads.
final class DurableFolders {

    /// As many are remembered; a folder that was forgotten is synced once more.
    private static final int REMEMBERED_MAX = 10_000;

    private final Path root;
    private final Disk disk;
    private final Map<Path, Boolean> durable = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, Boolean> eldest) {
            return size() > REMEMBERED_MAX;
        }
    };

    DurableFolders(Path root, Disk disk) {
        this.root = root;
        this.disk = disk;
    }

    /// Makes the root and the folders it lies in, if need be; they are durable when this returns.
    void requireRoot() throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        Path existing = root;
        while (existing != null && !Files.isDirectory(existing)) {
            missing.push(existing);
            existing = existing.getParent();
        }
        if (existing == null) {
            throw new NoSuchFileException(root.toString());
        }
        syncNameOf(existing);
        for (Path next : missing) {
            create(next, KeyPaths.folder(next));
        }
    }

    /// The last folder that exists may have been made by a start that was killed before it synced the name.
    private void syncNameOf(Path existing) throws IOException {
        Path parent = existing.toRealPath().getParent();
        if (parent == null) {
            return;
        }
        try {
            disk.syncDirectory(parent);
        } catch (AccessDeniedException e) {
            // Whoever may not read the parent has not made a folder in it; then it is its maker's to sync.
            return;
        }
    }

    /// Makes the folder, which lies below the root, and those it lies in, if need be; they are durable when this
    /// returns.
    void require(Path folder) throws IOException {
        if (folder.equals(root) || (isKnown(folder) && Files.isDirectory(folder))) {
            return;
        }
        Path parent = KeyPaths.folder(folder);
        require(parent);
        create(folder, parent);
        remember(folder);
    }

    private void create(Path folder, Path parent) throws IOException {
        try {
            disk.createDirectory(folder);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw new NotDirectoryException("%s, which is a file".formatted(folder));
            }
        }
        disk.syncDirectory(parent);
    }

    private synchronized boolean isKnown(Path folder) {
        return durable.containsKey(folder);
    }

    private synchronized void remember(Path folder) {
        durable.put(folder, true);
    }
}
