package io.ttdust.benchmarks.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/// How much of a virtual machine's cores its host gave to others while the machine wanted to run, by the `cpu` line of
/// Linux's `/proc/stat` (`proc_stat(5)`). Nothing that runs inside can do anything about it.
public final class StolenTime {

    /// What [#percent] is, for a report.
    public static final String MEANING = "% of the cores' time that this machine's host gave to others meanwhile";

    private static final Path STATISTICS = Path.of("/proc/stat");

    /// user, nice, system, idle, iowait, irq, softirq, steal; what follows is contained in the first two.
    private static final int TIMES = 8;

    private static final int STEAL = 7;

    private final Path statistics;
    private final long[] before;

    private StolenTime(Path statistics) {
        this.statistics = statistics;
        this.before = times();
    }

    /// Counts from now on.
    public static StolenTime start() {
        return from(STATISTICS);
    }

    static StolenTime from(Path statistics) {
        return new StolenTime(statistics);
    }

    /// Per cent of all cores' time since the start; empty where the system does not tell.
    public OptionalDouble percent() {
        long[] now = times();
        if (now.length < TIMES || before.length < TIMES) {
            return OptionalDouble.empty();
        }
        long all = Arrays.stream(now).sum() - Arrays.stream(before).sum();
        return OptionalDouble.of(all <= 0 ? 0 : 100.0 * (now[STEAL] - before[STEAL]) / all);
    }

    private long[] times() {
        try {
            List<String> words =
                    List.of(Files.readAllLines(statistics).getFirst().split("\\s+", -1));
            return words.stream()
                    .skip(1)
                    .limit(TIMES)
                    .mapToLong(Long::parseLong)
                    .toArray();
        } catch (NoSuchFileException e) {
            return new long[0]; // not Linux
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + statistics, e);
        }
    }
}
