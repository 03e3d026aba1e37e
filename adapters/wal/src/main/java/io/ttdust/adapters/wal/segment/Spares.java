package io.ttdust.adapters.wal.segment;

import io.ttdust.adapters.wal.file.DiskFullException;
import io.ttdust.adapters.wal.file.LogFile;
import io.ttdust.adapters.wal.file.LogFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Files ready to become segments: every block of them was written before, so that a commit into them changes no
/// file size and allocates nothing, which makes its sync several times cheaper.
///
/// A thread of its own fills them with zeros ahead of need. It keeps one ready, one more after each time that
/// somebody had to wait for one, up to a bound, and one less after each time that a released file found no room:
/// an idle log takes little disk, a busy one soon stops waiting, and then lives on the files that it releases.
/// After a failure it tries again every 100 ms. Safe for use by several threads.
public final class Spares implements Closeable {

    private static final String PREFIX = "spare-";

    /// Files of other names are somebody else's.
    private static final Pattern SPARE = Pattern.compile(PREFIX + "[0-9]{1,18}");
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final LogFiles files;
    private final long segmentBytes;
    private final int readyMax;
    private final Thread filler = new Thread(this::run, "wal-spares");
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<String> ready = new ArrayDeque<>();

    /// Recycled files whose new names are not durable yet.
    private final ArrayDeque<String> renamed = new ArrayDeque<>();
    private final ArrayDeque<String> useless = new ArrayDeque<>();

    private int wanted = 1;
    private long named;
    private @Nullable IOException failure;
    private boolean closed;
    private volatile boolean starving;

    private Spares(LogFiles files, long segmentBytes, int readyMax) {
        this.files = files;
        this.segmentBytes = segmentBytes;
        this.readyMax = readyMax;
        filler.setDaemon(true);
    }

    /// Takes over the spares in the directory, deletes those that are of no use, and starts to fill new ones.
    ///
    /// @param readyMax how many to keep at most; ≥ 1
    public static Spares open(LogFiles files, long segmentBytes, int readyMax) throws IOException {
        Spares spares = new Spares(files, segmentBytes, readyMax);
        for (String name : files.list()) {
            if (SPARE.matcher(name).matches()) {
                spares.adopt(name);
            }
        }
        spares.filler.start();
        return spares;
    }

    private void adopt(String name) throws IOException {
        named = Math.max(named, Long.parseLong(name.substring(PREFIX.length())));
        if (ready.size() < readyMax && sizeOf(name) == segmentBytes) {
            ready.add(name);
        } else {
            files.delete(name);
            files.syncDirectory();
        }
    }

    private long sizeOf(String name) throws IOException {
        try (LogFile file = files.open(name)) {
            return file.size();
        }
    }

    /// The name of a file of a segment's size, which is the caller's from now on. Waits while one is being filled.
    ///
    /// @throws DiskFullException if there was no room to fill one
    public String take() throws IOException {
        lock.lock();
        try {
            if (ready.isEmpty()) {
                wanted = Math.min(readyMax, wanted + 1);
                changed.signalAll();
            }
            while (ready.isEmpty()) {
                if (closed) {
                    throw new IOException("the log is closed");
                }
                if (failure != null) {
                    starving = failure instanceof DiskFullException;
                    throw failure;
                }
                changed.awaitUninterruptibly();
            }
            changed.signalAll();
            return ready.remove();
        } finally {
            lock.unlock();
        }
    }

    /// Makes a spare of a file that the log no longer needs, or deletes it where it is not of use. Not to be
    /// called by two threads at once.
    ///
    /// @throws IOException if the disk failed; calling again with the same name does what is left to do
    public void recycle(String name) throws IOException {
        try {
            boolean useful = sizeOf(name) == segmentBytes && hasRoom();
            // Also what is deleted, as half of it would be no segment, and may be found after a crash.
            String spare = claimName();
            files.rename(name, spare);
            (useful ? renamed : useless).add(spare);
        } catch (NoSuchFileException e) {
            // An earlier call came this far; what was renamed is still to be made durable, or to be deleted.
        }
        files.syncDirectory();
        for (String spare = renamed.poll(); spare != null; spare = renamed.poll()) {
            add(spare);
        }
        deleteUseless();
    }

    private void deleteUseless() throws IOException {
        while (!useless.isEmpty()) {
            try {
                files.delete(useless.element());
            } catch (NoSuchFileException e) {
                // somebody else's hand was faster
            }
            useless.remove();
        }
    }

    private boolean hasRoom() {
        lock.lock();
        try {
            if (ready.size() < readyMax) {
                return true;
            }
            wanted = Math.max(1, wanted - 1);
            return false;
        } finally {
            lock.unlock();
        }
    }

    private String claimName() {
        lock.lock();
        try {
            return PREFIX + ++named;
        } finally {
            lock.unlock();
        }
    }

    /// Whether a segment was needed, there was no room for it, and there still is none.
    public boolean starving() {
        return starving;
    }

    private void run() {
        String name = awaitDemand();
        while (name != null) {
            fill(name);
            name = awaitDemand();
        }
    }

    private void fill(String name) {
        try {
            files.preallocate(name, segmentBytes);
            files.syncDirectory();
            add(name);
        } catch (IOException e) {
            discard(name, e);
            fail(e);
        } catch (RuntimeException | Error e) { // told to whoever takes one; the thread lives on
            fail(new IOException("cannot fill " + name, e));
        }
    }

    private void add(String name) {
        lock.lock();
        try {
            ready.add(name);
            failure = null;
            starving = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// A file without room for all its zeros holds on to the little room there is.
    private void discard(String name, IOException cause) {
        try {
            files.delete(name);
            files.syncDirectory();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private void fail(IOException e) {
        lock.lock();
        try {
            failure = e;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable String awaitDemand() {
        lock.lock();
        try {
            long nanos = failure == null ? 0 : RETRY_NANOS;
            while (!closed && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            while (!closed && ready.size() >= wanted) {
                changed.awaitUninterruptibly();
            }
            return closed ? null : claimName();
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody knows this thread but its owner, who does not interrupt it", e);
        } finally {
            lock.unlock();
        }
    }

    /// Stops filling; returns when nothing touches the files any more.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        Threads.join(filler);
    }
}
