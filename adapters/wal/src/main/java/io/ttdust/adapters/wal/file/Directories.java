package io.ttdust.adapters.wal.file;

import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/// Makes directories that are still there after a loss of power: the name of each is synced in its parent before
/// anything is put into it.
final class Directories {

    /// Makes the names in a directory durable.
    interface Sync {

        void sync(Path directory) throws IOException;
    }

    private Directories() {}

    static void create(Path directory) throws IOException {
        create(directory, Directories::sync);
    }

    static void create(Path directory, Sync sync) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        Path existing = directory.toAbsolutePath();
        while (existing != null && !Files.isDirectory(existing)) {
            missing.push(existing);
            existing = existing.getParent();
        }
        if (existing == null) {
            throw new NoSuchFileException(directory.toString());
        }
        syncNameOf(existing, sync);
        Path parent = existing;
        for (Path next : missing) {
            Files.createDirectory(next);
            sync.sync(parent);
            parent = next;
        }
    }

    /// The last directory that exists may have been made by a start that was killed before it synced the name.
    private static void syncNameOf(Path existing, Sync sync) throws IOException {
        Path parent = existing.toRealPath().getParent();
        if (parent == null) {
            return;
        }
        try {
            sync.sync(parent);
        } catch (AccessDeniedException e) {
            // Whoever may not read the parent has not made a directory in it; then it is its maker's to sync.
            return;
        }
    }

    static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, READ)) {
            channel.force(true);
        }
    }
}
