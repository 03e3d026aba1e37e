package io.ttdust.simulation.log.loaded;

import io.ttdust.adapters.wal.story.Case;
import io.ttdust.adapters.wal.story.CrashPoints;
import io.ttdust.adapters.wal.story.LogStory;
import io.ttdust.adapters.wal.story.Tally;
import io.ttdust.simulation.log.CrashPoint;
import io.ttdust.simulation.log.LogRuns;
import io.ttdust.simulation.schedule.Schedule;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The stories of `adapters/wal`, each in a schedule of its own.
public final class LoadedRuns implements LogRuns {

    /// As a service provider has it.
    public LoadedRuns() {}

    @Override
    public Run story(long seed) throws Exception {
        return Schedule.run(seed, () -> {
            Tally tally = new Tally();
            LogStory.live(seed, new ScheduledSurroundings(), tally);
            Map<String, Long> cases = tally.counts().entrySet().stream()
                    .collect(Collectors.toMap(entry -> entry.getKey().name(), Map.Entry::getValue));
            return new Run(cases, Schedule.current().trace());
        });
    }

    @Override
    public List<String> cases() {
        return Arrays.stream(Case.values()).map(Case::name).toList();
    }

    @Override
    public int scripts() {
        return CrashPoints.scripts();
    }

    @Override
    public int ways() {
        return CrashPoints.WAYS;
    }

    @Override
    public long operations(int script) throws Exception {
        return Schedule.run(script, () -> CrashPoints.operations(script, new ScheduledSurroundings()));
    }

    @Override
    public void end(CrashPoint point) throws Exception {
        Schedule.run(point.script(), () -> {
            CrashPoints.end(point.script(), point.operation(), point.way(), new ScheduledSurroundings());
            return point;
        });
    }
}
