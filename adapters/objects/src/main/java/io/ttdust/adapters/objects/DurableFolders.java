package io.ttdust.adapters.objects;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// Folders below the root that are known to survive a crash, because the folder each is named in was synced since.
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

    /// Makes the folder and those it lies in, if need be; they are durable when this returns.
    void require(Path folder) throws IOException {
        if (folder.equals(root) || (isKnown(folder) && Files.isDirectory(folder))) {
            return;
        }
        Path parent = KeyPaths.folder(folder);
        require(parent);
        try {
            disk.createDirectory(folder);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw new NotDirectoryException("%s, which is an object".formatted(folder));
            }
        }
        disk.syncDirectory(parent);
        remember(folder);
    }

    private synchronized boolean isKnown(Path folder) {
        return durable.containsKey(folder);
    }

    private synchronized void remember(Path folder) {
        durable.put(folder, true);
    }
}
