package io.ttdust.adapters.wal.story;

import java.util.List;
import java.util.function.BooleanSupplier;

/// Time and waiting, as a story and its logs have them.
public interface Surroundings {

    /// A monotonic clock.
    long nanoTime();

    /// Lets time go by.
    void pass(long nanos);

    /// Waits until another thread made something happen.
    void await(BooleanSupplier happened);

    /// Runs tasks at once, each on a thread of its own, and returns when all have ended.
    void together(List<Runnable> tasks);

    /// Called before every operation of a log on its disk, by the thread that does it.
    void operation();

    /// Whether waits of the log itself end by [#pass], rather than by the machine's own clock.
    boolean ownsTime();
}
