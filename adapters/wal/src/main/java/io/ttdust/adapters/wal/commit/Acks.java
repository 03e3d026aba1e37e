package io.ttdust.adapters.wal.commit;

import io.ttdust.adapters.wal.segment.Threads;
import io.ttdust.application.port.StorageException;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// Completes the futures that a commit concerns on a thread of its own, woken once for each, so that the committer
/// goes on with the next commit meanwhile.
final class Acks implements AutoCloseable {

    private final ConcurrentLinkedQueue<Runnable> queue = new ConcurrentLinkedQueue<>();
    private final Consumer<StorageException> onBroken;
    private final Thread thread;
    private volatile boolean parked;
    private volatile boolean closed;

    /// @param onBroken told when a task ends by an error, such as memory that ran out: what it had to complete may wait
    ///     for ever, so the process has to end
    Acks(String threadName, Consumer<StorageException> onBroken) {
        thread = new Thread(this::run, threadName);
        this.onBroken = onBroken;
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    void succeed(List<PendingAppend> appends) {
        submit(() -> succeedHere(appends));
    }

    static void succeedHere(List<PendingAppend> appends) {
        for (PendingAppend append : appends) {
            append.succeed();
        }
    }

    void fail(List<PendingAppend> appends, StorageException failure) {
        submit(() -> {
            for (PendingAppend append : appends) {
                append.completeExceptionally(failure);
            }
        });
    }

    void submit(Runnable task) {
        queue.add(task);
        if (parked) {
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        while (true) {
            boolean last = closed;
            Runnable task = queue.poll();
            if (task != null) {
                run(task);
            } else if (last) {
                return;
            } else {
                awaitTask();
            }
        }
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) { // supervises: whoever waits behind it is still to be told
            onBroken.accept(new StorageException("answers of the log cannot be given: " + e.getMessage(), e));
        }
    }

    private void awaitTask() {
        parked = true;
        if (queue.isEmpty() && !closed) {
            LockSupport.park(this);
        }
        parked = false;
    }

    /// Returns when everything submitted has run.
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        Threads.join(thread);
    }
}
