package io.ttdust.benchmarks.outage;

import io.ttdust.benchmarks.report.FailedRunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The PostgreSQL that a server has started below its data directory, to be stopped and let go on by signals, as if
/// its machine hung. Needs `kill`, so it is for Linux and macOS. For one thread.
final class EmbeddedDatabase implements AutoCloseable {

    private static final int DEPTH = 4;

    private final long pid;
    private List<Long> stopped = List.of();

    private EmbeddedDatabase(long pid) {
        this.pid = pid;
    }

    /// The one below `data`.
    ///
    /// @throws FailedRunException if there is none
    static EmbeddedDatabase below(Path data) {
        try (Stream<Path> found = Files.find(data, DEPTH, (path, attributes) -> path.endsWith("postmaster.pid"))) {
            Path pidFile = found.findFirst()
                    .orElseThrow(() -> new FailedRunException("the server runs no database below " + data));
            return new EmbeddedDatabase(
                    Long.parseLong(Files.readAllLines(pidFile).getFirst().strip()));
        } catch (IOException e) {
            throw new FailedRunException("cannot find the server's database: " + e);
        }
    }

    /// Stops it with all its processes, first the one that would start others.
    void stop() throws InterruptedException {
        signal("-STOP", List.of(pid));
        List<Long> children = ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .map(ProcessHandle::pid)
                .toList();
        signal("-STOP", children);
        stopped = new ArrayList<>(children);
        stopped.add(pid);
    }

    /// Lets it go on.
    void goOn() throws InterruptedException {
        signal("-CONT", stopped);
        stopped = List.of();
    }

    private static void signal(String signal, List<Long> pids) throws InterruptedException {
        if (pids.isEmpty()) {
            return;
        }
        List<String> command = new ArrayList<>(List.of("kill", signal));
        pids.forEach(one -> command.add(Long.toString(one)));
        try {
            int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
            if (exit != 0) {
                throw new FailedRunException("%s ended with %d".formatted(command, exit));
            }
        } catch (IOException e) {
            throw new FailedRunException("cannot signal the server's database: " + e);
        }
    }

    /// Leaves nothing stopped.
    @Override
    public void close() {
        try {
            goOn();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
