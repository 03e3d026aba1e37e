package io.ttdust.benchmarks.floor;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.DSYNC;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import io.ttdust.benchmarks.measure.Latencies;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;

/// Writes blocks of one size in one [WritePattern] and syncs after each, from the thread that calls.
///
/// The blocks lie one after another, as a log's do. A file that is rewritten starts again at its beginning.
public final class SyncProbe implements AutoCloseable {

    private static final int FILL_BYTES = 1 << 20;
    private static final long REWRITTEN_BYTES = 64L << 20;
    private static final long GROWING_BYTES_MAX = 1L << 30;

    /// A slow disk still gives a median.
    private static final int WRITES_MIN = 5;

    private final Path file;
    private final WritePattern pattern;
    private final ByteBuffer block;
    private final FileChannel channel;
    private long position;

    private SyncProbe(Path file, WritePattern pattern, ByteBuffer block, FileChannel channel) {
        this.file = file;
        this.pattern = pattern;
        this.block = block;
        this.channel = channel;
    }

    /// Makes the file and, unless it is to grow, fills it.
    ///
    /// @throws UnsupportedOperationException if the file system refuses [WritePattern#DIRECT]
    public static SyncProbe open(Path directory, WritePattern pattern, int blockBytes) throws IOException {
        Path file = directory.resolve("floor-%s-%d".formatted(pattern, blockBytes));
        ByteBuffer block =
                block(blockBytes, Math.toIntExact(Files.getFileStore(directory).getBlockSize()));
        if (pattern != WritePattern.GROWING) {
            fill(file);
        }
        return new SyncProbe(file, pattern, block, channel(file, pattern, block));
    }

    private static FileChannel channel(Path file, WritePattern pattern, ByteBuffer block) throws IOException {
        if (pattern != WritePattern.DIRECT) {
            return FileChannel.open(file, CREATE, WRITE);
        }
        FileChannel channel = FileChannel.open(file, WRITE, DSYNC, direct());
        try {
            channel.write(block.duplicate(), 0); // some file systems refuse only the write
            return channel;
        } catch (IOException e) {
            channel.close();
            throw new UnsupportedOperationException("a direct write was refused: " + e.getMessage(), e);
        }
    }

    /// `O_DIRECT`. The JDK's only name for it is in a package that javac warns of in a way nothing suppresses,
    /// hence the look-up by name.
    private static OpenOption direct() {
        try {
            for (Object constant :
                    Class.forName("com.sun.nio.file.ExtendedOpenOption").getEnumConstants()) {
                if (constant instanceof OpenOption option && constant.toString().equals("DIRECT")) {
                    return option;
                }
            }
        } catch (ClassNotFoundException e) {
            throw new UnsupportedOperationException("this JDK has no direct files", e);
        }
        throw new UnsupportedOperationException("this JDK has no direct files");
    }

    /// Random bytes, so that no layer below can leave the block out or squeeze it; aligned as DIRECT demands.
    private static ByteBuffer block(int bytes, int alignment) {
        ByteBuffer block = ByteBuffer.allocateDirect(bytes + 2 * alignment).alignedSlice(alignment);
        block.limit(bytes);
        SplittableRandom random = new SplittableRandom(bytes);
        while (block.hasRemaining()) {
            block.put((byte) random.nextInt());
        }
        return block.flip();
    }

    private static void fill(Path file) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect(FILL_BYTES);
        try (FileChannel channel = FileChannel.open(file, CREATE, TRUNCATE_EXISTING, WRITE)) {
            for (long at = 0; at < REWRITTEN_BYTES; at += FILL_BYTES) {
                write(channel, zeros.clear(), at);
            }
            channel.force(true);
        }
    }

    private static void write(FileChannel channel, ByteBuffer source, long position) throws IOException {
        for (long at = position; source.hasRemaining(); ) {
            at += channel.write(source, at);
        }
    }

    /// Writes and syncs for about `span`, at least a few times. A growing file starts empty.
    public SyncedWrites run(Duration span) throws IOException {
        if (pattern == WritePattern.GROWING) {
            channel.truncate(0);
            channel.force(true);
            position = 0;
        }
        Latencies latencies = new Latencies();
        long start = System.nanoTime();
        long end = start + span.toNanos();
        long before = start;
        while (before < end || latencies.count() < WRITES_MIN) {
            if (position + block.limit() > limit()) {
                if (pattern == WritePattern.GROWING) {
                    break;
                }
                position = 0;
            }
            write(channel, block.rewind(), position);
            if (pattern != WritePattern.DIRECT) {
                channel.force(false);
            }
            position += block.limit();
            long after = System.nanoTime();
            latencies.add(after - before);
            before = after;
        }
        return new SyncedWrites(latencies, (long) latencies.count() * block.limit(), before - start);
    }

    private long limit() {
        return pattern == WritePattern.GROWING ? GROWING_BYTES_MAX : REWRITTEN_BYTES;
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(file);
    }
}
