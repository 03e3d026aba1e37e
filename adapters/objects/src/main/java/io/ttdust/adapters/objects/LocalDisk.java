package io.ttdust.adapters.objects;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// The real disk.
final class LocalDisk implements Disk {

    /// Synced at once. Where the log lies on the same disk, its syncs wait behind whatever that has to write: for a
    /// whole file that would be tens of milliseconds, in which no record is acknowledged.
    private static final int SYNCED_BYTES = 1 << 20;

    @Override
    public void write(Path file, List<ByteBuffer> content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            int unsynced = 0;
            for (ByteBuffer part : content) {
                ByteBuffer piece = part.duplicate();
                while (piece.position() < part.limit()) {
                    piece.limit(Math.min(part.limit(), piece.position() + SYNCED_BYTES - unsynced));
                    unsynced += channel.write(piece);
                    if (unsynced == SYNCED_BYTES) {
                        channel.force(false);
                        unsynced = 0;
                    }
                }
            }
            channel.force(true);
        }
    }

    @Override
    public void link(Path file, Path name) throws IOException {
        Files.createLink(name, file);
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        Files.createDirectory(directory);
    }

    @Override
    public void delete(Path file) throws IOException {
        Files.delete(file);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public long usableBytes(Path directory) throws IOException {
        return Files.getFileStore(directory).getUsableSpace();
    }
}
