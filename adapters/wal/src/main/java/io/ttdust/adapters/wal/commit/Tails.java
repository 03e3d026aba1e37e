package io.ttdust.adapters.wal.commit;

import io.ttdust.adapters.wal.index.LogIndex;
import io.ttdust.adapters.wal.index.PartitionIndex;
import io.ttdust.adapters.wal.index.Place;
import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.log.Horizon;
import io.ttdust.domain.id.StreamId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Who waits for a partition's next record. Safe for all threads.
///
/// No wake-up is lost: a waiter is entered first and looks at the log again afterwards, while the committer
/// moves the horizon first and looks for waiters afterwards; so one of them sees the other. Waking is the work
/// of a thread of its own, so that neither commits nor acknowledgements wait for thousands of waiters.
final class Tails implements AutoCloseable {

    private final LogIndex index;
    private final Staging staging;
    private final Acks wakes;
    private final ConcurrentHashMap<Place, Set<Wait>> places = new ConcurrentHashMap<>();
    private final AtomicInteger waiting = new AtomicInteger();

    /// One waiter, told apart from others by its identity. Leaves in whatever way it ends: woken, cancelled, too late.
    private final class Wait extends CompletableFuture<Horizon> {

        private final Place place;
        private final long fromOffset;

        private Wait(Place place, long fromOffset) {
            this.place = place;
            this.fromOffset = fromOffset;
        }

        @Override
        public boolean complete(Horizon horizon) {
            leave(this);
            return super.complete(horizon);
        }

        @Override
        public boolean completeExceptionally(Throwable failure) {
            leave(this);
            return super.completeExceptionally(failure);
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            leave(this);
            return super.cancel(mayInterruptIfRunning);
        }
    }

    /// @param onBroken told when waiters cannot be woken any more
    Tails(LogIndex index, Staging staging, Consumer<StorageException> onBroken) {
        this.index = index;
        this.staging = staging;
        this.wakes = new Acks("wal-tails", onBroken);
    }

    /// As the port says, of an offset that is not lost.
    CompletableFuture<Horizon> await(StreamId stream, int partition, long fromOffset) {
        Wait wait = new Wait(new Place(stream, partition), fromOffset);
        Horizon now = readable(wait);
        if (now == null) {
            enter(wait);
            now = readable(wait);
        }
        if (now != null) {
            wait.complete(now);
        } else {
            failUnlessOpen(wait);
        }
        return wait;
    }

    /// How far can be read, when that includes what `wait` is for; null when it does not.
    ///
    /// A frame is in the index a moment before the horizon is behind it. Its commit then finds the waiter.
    private @Nullable Horizon readable(Wait wait) {
        PartitionIndex frames = index.find(wait.place.stream(), wait.place.partition());
        if (frames == null || frames.endOffset() <= wait.fromOffset) {
            return null;
        }
        long lastLsn = frames.lastLsn();
        Horizon horizon = staging.horizon();
        return lastLsn < horizon.endLsn() ? horizon : null;
    }

    private void failUnlessOpen(Wait wait) {
        try {
            staging.refuseUnlessOpen();
        } catch (StorageException e) {
            wait.completeExceptionally(e);
        }
    }

    private void enter(Wait wait) {
        waiting.incrementAndGet();
        places.compute(wait.place, (place, others) -> {
            Set<Wait> all = others == null ? new HashSet<>() : others;
            all.add(wait);
            return all;
        });
    }

    private void leave(Wait wait) {
        places.computeIfPresent(wait.place, (place, all) -> {
            if (all.remove(wait)) {
                waiting.decrementAndGet();
            }
            return all.isEmpty() ? null : all;
        });
    }

    /// How many wait now.
    int waiting() {
        return waiting.get();
    }

    void start() {
        wakes.start();
    }

    /// Wakes those whom `appends` concern, which can be read up to the horizon now. Costs nothing while nobody
    /// waits.
    void committed(List<PendingAppend> appends, long endLsn) {
        if (waiting.get() > 0) {
            Horizon horizon = new Horizon(endLsn, appends.getLast().receiveMicros());
            wakes.submit(() -> wake(appends, horizon));
        }
    }

    private void wake(List<PendingAppend> appends, Horizon horizon) {
        for (PendingAppend append : appends) {
            PartitionIndex partition = append.index();
            Place place = new Place(partition.stream(), partition.partition());
            for (Wait wait : take(place, append.endOffset() - 1)) {
                wait.complete(horizon);
            }
        }
    }

    /// Takes out those of a partition who wait for `lastOffset` or one before it.
    private List<Wait> take(Place place, long lastOffset) {
        List<Wait> taken = new ArrayList<>();
        places.computeIfPresent(place, (same, all) -> {
            all.removeIf(wait -> wait.fromOffset <= lastOffset && taken.add(wait));
            return all.isEmpty() ? null : all;
        });
        waiting.addAndGet(-taken.size());
        return taken;
    }

    /// Everybody learns that nothing more comes. Who enters later sees for himself.
    void fail(StorageException failure) {
        wakes.submit(() -> {
            for (Place place : places.keySet()) {
                for (Wait wait : take(place, Long.MAX_VALUE)) {
                    wait.completeExceptionally(failure);
                }
            }
        });
    }

    /// Returns when everybody was told. The log must take nothing more by then.
    @Override
    public void close() {
        fail(new StorageException("the log is closed"));
        wakes.close();
    }
}
