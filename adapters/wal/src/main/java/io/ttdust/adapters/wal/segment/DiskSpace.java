package io.ttdust.adapters.wal.segment;

import io.ttdust.adapters.wal.file.LogFiles;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// Whether the log leaves enough room on its file system for everything else that must go on when the disk fills up: a
/// reserve, and as much as waits to come into files, which may lie on the same one.
///
/// Asks the file system at most every 100 ms, on the thread of whoever wants to know. Full below that, and until
/// there is 1.2 times as much again, so that it does not flicker. Safe for use by several threads.
public final class DiskSpace {

    private static final long CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final LogFiles files;
    private final long reserveBytes;
    private final LongSupplier unflushedBytes;
    private final LongSupplier nanoTime;
    private final AtomicLong nextCheck;
    private volatile boolean full;

    /// @param reserveBytes 0 to leave no room for anything
    /// @param unflushedBytes that wait to come into files now
    /// @param nanoTime a monotonic clock
    public DiskSpace(LogFiles files, long reserveBytes, LongSupplier unflushedBytes, LongSupplier nanoTime) {
        this.files = files;
        this.reserveBytes = reserveBytes;
        this.unflushedBytes = unflushedBytes;
        this.nanoTime = nanoTime;
        this.nextCheck = new AtomicLong(nanoTime.getAsLong());
    }

    public boolean isFull() throws IOException {
        long now = nanoTime.getAsLong();
        long due = nextCheck.get();
        if (now - due >= 0 && nextCheck.compareAndSet(due, now + CHECK_NANOS)) {
            long needed = reserveBytes + unflushedBytes.getAsLong();
            full = reserveBytes > 0 && files.usableBytes() < (full ? needed + needed / 5 : needed);
        }
        return full;
    }
}
