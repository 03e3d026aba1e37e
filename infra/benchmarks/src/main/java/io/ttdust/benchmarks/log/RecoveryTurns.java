package io.ttdust.benchmarks.log;

import io.ttdust.benchmarks.measure.Spread;
import io.ttdust.benchmarks.report.Console;
import io.ttdust.benchmarks.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/// A log of a known size, opened again and again: from the page cache, and once with its files dropped from it. What
/// the index takes is told on the way.
///
/// @param directory of that log, not there yet
record RecoveryTurns(Console console, Path directory) {

    private static final long BYTES = 512L << 20;
    private static final long SINGLE_BYTES = 256L << 20;
    private static final int TURNS = 5;
    private static final Duration LONG = Duration.ofMinutes(1);

    void fill(Report report) throws IOException, InterruptedException {
        console.progress("log: recovery");
        long bytes = write(report);
        List<Double> warm = new ArrayList<>();
        for (int i = 0; i < TURNS; i++) {
            warm.add(recover(bytes));
        }
        report.spread("recovery_mb_s", Spread.of(warm), 0, "MB/s of commits read, checked and indexed, from the cache");
        OptionalDouble cold = dropFromCache() ? OptionalDouble.of(recover(bytes)) : OptionalDouble.empty();
        String meaning = "MB/s, the files dropped from the page cache before";
        if (cold.isPresent()) {
            report.number("recovery_cold_mb_s", cold.getAsDouble(), 0, meaning);
        } else {
            report.absent("recovery_cold_mb_s", meaning);
            report.note("recovery_cold_mb_s: no `dd` here that can drop files from the page cache.");
        }
    }

    private long write(Report report) throws InterruptedException {
        try (LogWorkload log = LogWorkload.open(directory, 1)) {
            long before = log.indexBytes();
            long records = log.run(LogCommand.PRODUCERS, LogCommand.BATCH_RECORDS, LONG, BYTES)
                    .records();
            long between = log.indexBytes();
            report.number(
                    "index_bytes_per_million",
                    (between - before) * 1e6 / records,
                    0,
                    "bytes of heap for 10^6 records of 1 KiB, appended %d at a time"
                            .formatted(LogCommand.BATCH_RECORDS));
            long singles = log.run(LogCommand.PRODUCERS, 1, LONG, SINGLE_BYTES).records();
            report.number(
                    "index_bytes_per_million_1",
                    (log.indexBytes() - between) * 1e6 / singles,
                    0,
                    "the same, appended one by one");
            return log.writtenBytes();
        }
    }

    private double recover(long bytes) {
        try (LogWorkload log = LogWorkload.open(directory, 1)) {
            return bytes / 1e6 / (log.recovered().toNanos() / 1e9);
        }
    }

    /// Asks the system to forget the files' pages, by the one tool that does so without privileges.
    private boolean dropFromCache() throws IOException, InterruptedException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                if (!dropFromCache(file)) {
                    return false;
                }
            }
            return true;
        }
    }

    private static boolean dropFromCache(Path file) throws InterruptedException {
        try {
            return new ProcessBuilder("dd", "if=" + file, "iflag=nocache", "count=0", "status=none")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
