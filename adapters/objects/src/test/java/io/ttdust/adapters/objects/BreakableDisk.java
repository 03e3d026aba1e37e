package io.ttdust.adapters.objects;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The real disk, which tells what was asked of it and breaks when it is told to.
final class BreakableDisk implements Disk {

    private final Path root;
    private final Disk real = new LocalDisk();
    private final List<String> operations = new ArrayList<>();
    private @Nullable String broken;
    private String message = "";
    private @Nullable String forbidden;
    private long usableBytes = Long.MAX_VALUE;

    BreakableDisk(Path root) {
        this.root = root;
    }

    /// What was asked so far, in order: `sync streams/a`; temporary files are called `temporary`. Forgets it.
    synchronized List<String> operations() {
        List<String> told = List.copyOf(operations);
        operations.clear();
        return told;
    }

    /// From now on operations of that name fail; a write leaves half of a file behind.
    synchronized void breakOn(String operation, String failure) {
        broken = operation;
        message = failure;
    }

    /// From now on that operation, as [#operations] tells it, is denied.
    synchronized void forbid(String told) {
        forbidden = told;
    }

    synchronized void mend() {
        broken = null;
        usableBytes = Long.MAX_VALUE;
    }

    synchronized void leaveBytes(long bytes) {
        usableBytes = bytes;
    }

    @Override
    public void write(Path file, List<ByteBuffer> content) throws IOException {
        if ("write".equals(broken)) {
            Files.write(file, new byte[] {1});
        }
        note("write", file);
        real.write(file, content);
    }

    @Override
    public void link(Path file, Path name) throws IOException {
        note("link", name);
        real.link(file, name);
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        note("create", directory);
        real.createDirectory(directory);
    }

    @Override
    public void delete(Path file) throws IOException {
        note("delete", file);
        real.delete(file);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        note("sync", directory);
        real.syncDirectory(directory);
    }

    @Override
    public synchronized long usableBytes(Path directory) {
        return usableBytes;
    }

    private synchronized void note(String operation, Path path) throws IOException {
        String name = root.relativize(path).toString();
        String told = (operation + " " + (name.startsWith(".tmp/") ? "temporary" : name)).strip();
        operations.add(told);
        if (told.equals(forbidden)) {
            throw new AccessDeniedException(path.toString());
        }
        if (operation.equals(broken)) {
            throw new IOException(message);
        }
    }
}
