package io.ttdust.adapters.wal;

import io.ttdust.adapters.wal.file.LogFile;
import io.ttdust.adapters.wal.file.LogFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Files that do something at a chosen moment, and know which of them are open.
final class HookedFiles implements LogFiles {

    private final LogFiles files;
    private final AtomicReference<@Nullable Runnable> hook = new AtomicReference<>();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicBoolean failing = new AtomicBoolean();
    private volatile Runnable eachSync = () -> {};
    private volatile boolean closed;

    HookedFiles(LogFiles files) {
        this.files = files;
    }

    /// Runs `task` once, when the next read of a file begins.
    void beforeRead(Runnable task) {
        hook.set(task);
    }

    /// Runs `task` whenever the sync of a file begins.
    void beforeEachSync(Runnable task) {
        eachSync = task;
    }

    /// Lets the next close of a file fail.
    void failClose() {
        failing.set(true);
    }

    /// How many files are open.
    int opened() {
        return opened.get();
    }

    /// Whether the directory was given free.
    boolean isClosed() {
        return closed;
    }

    @Override
    public List<String> list() throws IOException {
        return files.list();
    }

    @Override
    public LogFile open(String name) throws IOException {
        LogFile file = files.open(name);
        opened.incrementAndGet();
        return new HookedFile(file);
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
        closed = true;
        files.close();
    }

    private final class HookedFile implements LogFile {

        private final LogFile file;
        private final AtomicBoolean counted = new AtomicBoolean(true);

        HookedFile(LogFile file) {
            this.file = file;
        }

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
            eachSync.run();
            file.sync();
        }

        @Override
        public void truncate(long bytes) throws IOException {
            file.truncate(bytes);
        }

        @Override
        public void close() throws IOException {
            if (counted.getAndSet(false)) {
                opened.decrementAndGet();
            }
            file.close();
            if (failing.getAndSet(false)) {
                throw new IOException("Input/output error");
            }
        }
    }
}
