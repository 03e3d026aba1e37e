package io.ttdust.adapters.wal.file;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.Set;

/// A [FileChannel] of its own for each opener: an interrupt closes the channel of the thread that it meets, so a
/// channel shared by readers and the committer would let any caller stop the log.
final class DiskFile implements LogFile {

    private final Path path;
    private final Set<StandardOpenOption> options;
    private FileChannel channel;

    private DiskFile(Path path, Set<StandardOpenOption> options) throws IOException {
        this.path = path;
        this.options = options;
        this.channel = FileChannel.open(path, options);
    }

    static DiskFile open(Path path) throws IOException {
        return new DiskFile(path, EnumSet.of(READ, WRITE));
    }

    /// Opens a file that may lie where nothing can be written.
    static DiskFile openReadOnly(Path path) throws IOException {
        return new DiskFile(path, EnumSet.of(READ));
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public void read(ByteBuffer target, long position) throws IOException {
        int start = target.position();
        boolean interrupted = Thread.interrupted();
        try {
            while (!readOnce(target, position)) {
                interrupted = true;
                target.position(start);
                channel = FileChannel.open(path, options);
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Answers false, with the thread's interrupt cleared, when an interrupt closed the channel.
    private boolean readOnce(ByteBuffer target, long position) throws IOException {
        int start = target.position();
        try {
            while (target.hasRemaining()) {
                if (channel.read(target, position + target.position() - start) < 0) {
                    throw new EOFException("%s ends before %d".formatted(path, position + target.limit() - start));
                }
            }
            return true;
        } catch (ClosedByInterruptException e) {
            Thread.interrupted();
            return false;
        }
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
        for (long at = position; source.hasRemaining(); ) {
            at += channel.write(source, at);
        }
    }

    @Override
    public void sync() throws IOException {
        channel.force(false);
    }

    @Override
    public void truncate(long bytes) throws IOException {
        channel.truncate(bytes);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
