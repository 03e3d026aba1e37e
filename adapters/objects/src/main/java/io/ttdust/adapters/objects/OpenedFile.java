package io.ttdust.adapters.objects;

import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.storage.ObjectMissingException;
import io.ttdust.application.port.storage.StoredObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// An object's file, open for reading only.
///
/// A thread that is interrupted while it reads closes the channel, by the JDK's rules; the others then go on with a
/// new one.
final class OpenedFile implements StoredObject {

    private final String key;
    private final Path path;
    private final long size;
    private volatile boolean closed;
    private volatile FileChannel channel;

    private OpenedFile(String key, Path path, FileChannel channel, long size) {
        this.key = key;
        this.path = path;
        this.channel = channel;
        this.size = size;
    }

    static OpenedFile open(String key, Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            return new OpenedFile(key, path, channel, channel.size());
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void read(long position, ByteBuffer into) {
        if (position < 0 || position > size - into.remaining()) {
            throw new IllegalArgumentException("object '%s' has %d bytes; %d from %d on are not among them"
                    .formatted(key, size, into.remaining(), position));
        }
        int start = into.position();
        while (true) {
            FileChannel current = channel;
            try {
                readFully(current, position, into.position(start));
                return;
            } catch (ClosedByInterruptException e) {
                throw new StorageException("reading object '%s' was interrupted".formatted(key), e);
            } catch (ClosedChannelException e) {
                replace();
            } catch (IOException e) {
                throw new StorageException("reading object '%s': %s".formatted(key, e), e);
            }
        }
    }

    private void readFully(FileChannel from, long position, ByteBuffer into) throws IOException {
        long at = position;
        while (into.hasRemaining()) {
            int count = from.read(into, at);
            if (count < 0) {
                throw new StorageException(
                        "object '%s' ends at %d, though it had %d bytes when it was opened".formatted(key, at, size));
            }
            at += count;
        }
    }

    /// Opens another channel, unless another thread has done so already.
    private synchronized void replace() {
        if (closed) {
            throw new StorageException("object '%s' is closed".formatted(key));
        }
        if (channel.isOpen()) {
            return;
        }
        try {
            channel = FileChannel.open(path, StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            throw new ObjectMissingException(key);
        } catch (IOException e) {
            throw new StorageException("opening object '%s' again: %s".formatted(key, e), e);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        try {
            channel.close();
        } catch (IOException e) {
            throw new StorageException("closing object '%s': %s".formatted(key, e), e);
        }
    }
}
