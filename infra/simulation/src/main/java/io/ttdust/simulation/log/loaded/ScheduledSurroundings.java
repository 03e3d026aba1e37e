package io.ttdust.simulation.log.loaded;

import io.ttdust.adapters.wal.story.Surroundings;
import io.ttdust.simulation.schedule.Parking;
import io.ttdust.simulation.schedule.Schedule;
import io.ttdust.simulation.schedule.ScheduledThread;
import java.util.ArrayList;
import java.util.List;
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
    public void together(List<Runnable> tasks) {
        List<ScheduledThread> threads = new ArrayList<>();
        for (Runnable task : tasks) {
            ScheduledThread thread = new ScheduledThread(task, "producer");
            thread.start();
            threads.add(thread);
        }
        threads.forEach(Parking::join);
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
