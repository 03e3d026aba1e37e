package io.ttdust.adapters.wal;

import io.ttdust.adapters.wal.file.LogFile;
import io.ttdust.adapters.wal.file.LogFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Files that do something at a chosen moment.
record HookedFiles(LogFiles files, AtomicReference<@Nullable Runnable> hook) implements LogFiles {

    HookedFiles(LogFiles files) {
        this(files, new AtomicReference<>());
    }

    /// Runs `task` once, when the next read of a file begins.
    void beforeRead(Runnable task) {
        hook.set(task);
    }

    @Override
    public List<String> list() throws IOException {
        return files.list();
    }

    @Override
    public LogFile open(String name) throws IOException {
        return new HookedFile(files.open(name), hook);
    }

    @Override
    public void preallocate(String name, long bytes) throws IOException {
        files.preallocate(name, bytes);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        files.rename(from, to);
    }

    @Override
    public void delete(String name) throws IOException {
        files.delete(name);
    }

    @Override
    public void syncDirectory() throws IOException {
        files.syncDirectory();
    }

    @Override
    public long usableBytes() throws IOException {
        return files.usableBytes();
    }

    @Override
    public void close() throws IOException {
        files.close();
    }

    private record HookedFile(LogFile file, AtomicReference<@Nullable Runnable> hook) implements LogFile {

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void read(ByteBuffer target, long position) throws IOException {
            Runnable task = hook.getAndSet(null);
            if (task != null) {
                task.run();
            }
            file.read(target, position);
        }

        @Override
        public void write(ByteBuffer source, long position) throws IOException {
            file.write(source, position);
        }

        @Override
        public void sync() throws IOException {
            file.sync();
        }

        @Override
        public void truncate(long bytes) throws IOException {
            file.truncate(bytes);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
