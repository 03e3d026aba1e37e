package io.ttdust.simulation.log.loaded;

import io.ttdust.adapters.wal.story.Surroundings;
import io.ttdust.simulation.schedule.Schedule;
import java.util.function.BooleanSupplier;

/// Time and waiting as the calling thread's [Schedule] has them.
final class ScheduledSurroundings implements Surroundings {

    @Override
    public long nanoTime() {
        return Schedule.current().nanoTime();
    }

    @Override
    public void pass(long nanos) {
        Schedule.current().pass(nanos);
    }

    @Override
    public void await(BooleanSupplier happened) {
        Schedule.current().await(happened);
    }

    @Override
    public void operation() {
        Schedule.current().point();
    }

    @Override
    public boolean ownsTime() {
        return true;
    }
}
