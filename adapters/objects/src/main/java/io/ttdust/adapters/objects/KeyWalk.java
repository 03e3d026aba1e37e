package io.ttdust.adapters.objects;

import io.ttdust.application.port.storage.ObjectKeys;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Collects keys in order, folder by folder, and reads no folder that cannot hold one.
///
/// Entries of a folder are ordered as their keys go on: a file as its name, a folder as its name and a `/`. No
/// key of one entry is then behind a key of the next.
final class KeyWalk {

    private final String prefix;
    private final @Nullable String after;
    private final int limit;
    private final List<String> found = new ArrayList<>();

    /// A file's key, or what all keys in a folder start with.
    private record Entry(String key, Path path, boolean folder) {}

    KeyWalk(String prefix, @Nullable String after, int limit) {
        this.prefix = prefix;
        this.after = after;
        this.limit = limit;
    }

    List<String> from(Path root) throws IOException {
        int end = prefix.lastIndexOf('/') + 1;
        Path start = root;
        if (end > 0) {
            for (String segment : prefix.substring(0, end - 1).split("/", -1)) {
                String name = KeyPaths.name(segment);
                if (segment.isEmpty() || name.length() > KeyPaths.NAME_MAX) {
                    return List.of();
                }
                start = start.resolve(name);
            }
        }
        // Below the prefix's last folder every name on the way goes on with the prefix, or stays out.
        walk(start, prefix.substring(0, end));
        return List.copyOf(found);
    }

    private void walk(Path folder, String folderKey) throws IOException {
        for (Entry entry : entries(folder, folderKey)) {
            if (found.size() == limit) {
                return;
            }
            if (entry.folder) {
                walk(entry.path, entry.key);
            } else {
                found.add(entry.key);
            }
        }
    }

    private List<Entry> entries(Path folder, String folderKey) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder)) {
            for (Path path : paths) {
                String segment = KeyPaths.segment(Objects.toString(path.getFileName()));
                if (segment != null && (folderKey + segment).startsWith(prefix)) {
                    add(entries, folderKey + segment, path);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            // There is no such folder, or no longer.
            return List.of();
        }
        entries.sort((one, other) -> ObjectKeys.ORDER.compare(one.key, other.key));
        return entries;
    }

    private void add(List<Entry> entries, String key, Path path) {
        if (Files.isDirectory(path)) {
            String folderKey = key + "/";
            if (after == null || after.startsWith(folderKey) || ObjectKeys.ORDER.compare(folderKey, after) > 0) {
                entries.add(new Entry(folderKey, path, true));
            }
        } else if (after == null || ObjectKeys.ORDER.compare(key, after) > 0) {
            entries.add(new Entry(key, path, false));
        }
    }
}
