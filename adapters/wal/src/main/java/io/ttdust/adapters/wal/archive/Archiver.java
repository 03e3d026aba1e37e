package io.ttdust.adapters.wal.archive;

import io.ttdust.adapters.wal.file.LogFile;
import io.ttdust.adapters.wal.file.ReadableFiles;
import io.ttdust.adapters.wal.format.Blocks;
import io.ttdust.adapters.wal.loss.LossFile;
import io.ttdust.adapters.wal.loss.Losses;
import io.ttdust.adapters.wal.segment.SegmentCatalog;
import io.ttdust.adapters.wal.segment.SegmentCatalog.Sealed;
import io.ttdust.adapters.wal.segment.Threads;
import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.storage.StoredObject;
import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Copies every sealed segment into the archive, oldest first, in a thread of its own.
///
/// What is not copied yet is not released ([#neededFrom]); beyond that it never holds up an append. While the
/// store is away it tries again, after 100 ms at first and 30 s at most, and the log grows as it does while
/// nothing is flushed. After a start it asks the store about each segment that is kept: an object with the segment's
/// first and last block in their places is taken for it, as objects are whole and never changed; anything else there
/// is refused. Such an object may be longer: an empty commit that nothing later proves is copied and, after
/// a restore, no longer the log's; so is what an accepted loss cut off. What follows says so once it is archived, and
/// a restore from then on leaves it out.
///
/// Takes memory off the heap for one segment while it copies one. Without an archive it does nothing and needs
/// nothing.
public final class Archiver implements Closeable {

    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long RETRY_NANOS_MAX = TimeUnit.SECONDS.toNanos(30);

    private final ReadableFiles files;
    private final SegmentCatalog segments;
    private final Losses losses;
    private final @Nullable LogArchive archive;
    private volatile long neededFrom;
    private volatile long archived;
    private volatile boolean closed;
    private boolean lossesStored;
    private @Nullable Thread thread;

    /// Lets go what the archive has now.
    public interface Release {

        void run() throws IOException;
    }

    /// @param losses of the log as it was opened
    /// @param archive null for none
    public Archiver(ReadableFiles files, SegmentCatalog segments, Losses losses, @Nullable LogArchive archive) {
        this.files = files;
        this.segments = segments;
        this.losses = losses;
        this.archive = archive;
        neededFrom = archive == null ? Long.MAX_VALUE : 0;
        lossesStored = losses.isEmpty();
    }

    /// Begins to copy.
    ///
    /// @param release called whenever another segment is in the archive
    public void start(Release release) {
        LogArchive target = archive;
        if (target != null) {
            Thread started = new Thread(() -> run(target, release), "wal-archiver");
            started.setDaemon(true);
            thread = started;
            segments.onAdded(() -> LockSupport.unpark(started));
            started.start();
        }
    }

    /// The LSN from which on segments are still to be copied.
    public long neededFrom() {
        return neededFrom;
    }

    /// How many segments this archiver has found or put into the archive.
    public long archived() {
        return archived;
    }

    private void run(LogArchive target, Release release) {
        long pause = RETRY_NANOS;
        long copied = 0;
        while (!closed) {
            try {
                storeLosses(target);
                Sealed next = segments.sealedFrom(neededFrom);
                if (next == null) {
                    target.listener().caughtUp();
                    LockSupport.park(this);
                } else {
                    store(target, next);
                    archived = ++copied;
                    neededFrom = next.next();
                    letGo(release);
                }
                pause = RETRY_NANOS;
            } catch (IOException | RuntimeException | Error e) {
                // Supervises: whatever it was, memory included, appends go on and it tries again.
                target.listener().failed(e);
                rest(pause);
                pause = Math.min(2 * pause, RETRY_NANOS_MAX);
            }
        }
    }

    private void rest(long nanos) {
        long until = System.nanoTime() + nanos;
        while (!closed && System.nanoTime() - until < 0) {
            LockSupport.parkNanos(this, until - System.nanoTime());
        }
    }

    private static void letGo(Release release) {
        try {
            release.run();
        } catch (IOException e) {
            // The segment is in the archive; whoever tells of the next flush tries again, and hears of it.
            return;
        }
    }

    /// What was lost explains gaps in the segments, so it has to be there with them.
    private void storeLosses(LogArchive target) throws IOException {
        if (lossesStored) {
            return;
        }
        String key = target.key(losses);
        if (!target.store().exists(key)) {
            target.store().put(key, List.of(LossFile.bytes(files)));
        }
        lossesStored = true;
    }

    private void store(LogArchive target, Sealed segment) throws IOException {
        String key = target.key(segment.base());
        try (LogFile file = files.open(SegmentCatalog.name(segment.base()))) {
            long bytes = Math.min(file.size(), segment.end() - segment.base());
            if (target.store().exists(key)) {
                requireSame(target, key, file, bytes);
            } else {
                put(target, key, file, bytes);
            }
            target.listener().archived(key, bytes);
        }
    }

    private static void put(LogArchive target, String key, LogFile file, long bytes) throws IOException {
        try (Arena arena = Arena.ofShared()) {
            ByteBuffer content = arena.allocate(bytes, Blocks.BYTES).asByteBuffer();
            file.read(content, 0);
            target.store().put(key, List.of(content.flip()));
        }
    }

    private static void requireSame(LogArchive target, String key, LogFile file, long bytes) throws IOException {
        try (StoredObject object = target.store().open(key)) {
            if (object.size() < bytes || !isSame(object, file, 0) || !isSame(object, file, bytes - Blocks.BYTES)) {
                throw new StorageException(
                        ("the archive holds another segment as '%s' than the log has; it is of another"
                                        + " log of a node '%s'. Move that one's archive away, or give this node another name")
                                .formatted(key, target.node()));
            }
        }
    }

    private static boolean isSame(StoredObject object, LogFile file, long at) throws IOException {
        ByteBuffer stored = ByteBuffer.allocate(Blocks.BYTES);
        ByteBuffer own = ByteBuffer.allocate(Blocks.BYTES);
        object.read(at, stored);
        file.read(own, at);
        return stored.flip().equals(own.flip());
    }

    /// Ends when the segment being copied is in the archive or refused. What is left is copied after the next
    /// start.
    @Override
    public void close() {
        closed = true;
        Thread started = thread;
        if (started != null) {
            LockSupport.unpark(started);
            Threads.join(started);
        }
    }
}
