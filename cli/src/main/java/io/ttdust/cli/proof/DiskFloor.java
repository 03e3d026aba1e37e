package io.ttdust.cli.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/// What the disk itself takes to make 4 KiB durable: write and sync into blocks that were written before.
public final class DiskFloor {

    private static final int BLOCK = 4 << 10;
    private static final int BLOCKS = 256;

    private DiskFloor() {}

    /// Median of the syncs made within `span` in a file of its own in `directory`, which is deleted again.
    ///
    /// @return nanoseconds
    public static long measure(Path directory, Duration span) {
        Path path = directory.resolve("floor.tmp");
        Durations syncs = new Durations();
        try {
            try (FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
                for (int i = 0; i < BLOCKS; i++) {
                    file.write(block.clear(), (long) i * BLOCK);
                }
                file.force(true);
                long end = System.nanoTime() + span.toNanos();
                for (int i = 0; System.nanoTime() < end; i++) {
                    long started = System.nanoTime();
                    file.write(block.clear(), (long) (i % BLOCKS) * BLOCK);
                    file.force(false);
                    syncs.add(System.nanoTime() - started);
                }
            } finally {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("measuring the disk of " + directory, e);
        }
        return syncs.percentile(50);
    }
}
