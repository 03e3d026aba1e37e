package io.ttdust.adapters.embedded;

import io.ttdust.application.port.StorageException;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The running server process of one cluster, found through the cluster's `postmaster.pid`.
///
/// @param executable the `postgres` it runs
record Postmaster(ProcessHandle process, Path executable, ServerDirectory directory) {

    private static final int STOP_SECONDS_MAX = 30;

    /// The server on `directory`, if one runs.
    ///
    /// A process that has the number in the file but is something else means that the number was used again. The
    /// file is then removed, as PostgreSQL would take that process for a server and refuse to start.
    static Optional<Postmaster> find(ServerDirectory directory) throws IOException {
        Path pidFile = pidFile(directory);
        if (Files.notExists(pidFile)) {
            return Optional.empty();
        }
        Optional<ProcessHandle> process =
                pid(pidFile).flatMap(ProcessHandle::of).filter(ProcessHandle::isAlive);
        Optional<Path> executable =
                process.flatMap(alive -> alive.info().command()).map(Path::of);
        if (process.isEmpty() || executable.isEmpty()) {
            // Ended, or another account's: PostgreSQL itself sees that such a file is stale.
            return Optional.empty();
        }
        if (!executable.get().endsWith("postgres") || !runsOn(directory.cluster(), process.get())) {
            Files.delete(pidFile);
            return Optional.empty();
        }
        return Optional.of(new Postmaster(process.get(), executable.get(), directory));
    }

    /// Stops the server: sessions are cut off, what is committed is kept.
    ///
    /// @throws StorageException if it still runs after [#STOP_SECONDS_MAX]
    void stop() throws IOException {
        List<String> command = new ArrayList<>();
        if (LinuxUtils.isUnshareAvailable()) {
            // pg_ctl refuses to run as root; in a user namespace of its own it is nobody.
            command.addAll(List.of("unshare", "-U"));
        }
        command.addAll(List.of(
                executable.resolveSibling("pg_ctl").toString(),
                "-D",
                directory.cluster().toString(),
                "-m",
                "fast",
                "-t",
                Integer.toString(STOP_SECONDS_MAX),
                "-w",
                "stop"));
        Process pgCtl = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.log().toFile()))
                .start();
        try {
            boolean answered = pgCtl.waitFor(STOP_SECONDS_MAX + 5, TimeUnit.SECONDS);
            // The server removes its file last; the process itself may linger where nobody collects orphans.
            if (!answered || Files.exists(pidFile(directory))) {
                throw new StorageException(
                        "stopping the PostgreSQL in %s: process %d still runs after %d s, see %s; end it and start again"
                                .formatted(directory.cluster(), process.pid(), STOP_SECONDS_MAX, directory.log()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException(
                    "interrupted while stopping the PostgreSQL in %s".formatted(directory.cluster()), e);
        } finally {
            pgCtl.destroy();
        }
    }

    /// Whether `process` works on `cluster`: named in its arguments, or its current directory, to which PostgreSQL
    /// changes and which stays right when the directory was moved.
    private static boolean runsOn(Path cluster, ProcessHandle process) {
        boolean named = process.info()
                .arguments()
                .map(arguments -> List.of(arguments).contains(cluster.toString()))
                .orElse(false);
        try {
            Path current = Path.of("/proc", Long.toString(process.pid()), "cwd");
            return named || (Files.exists(current) && Files.isSameFile(current, cluster));
        } catch (IOException e) {
            return false;
        }
    }

    private static Path pidFile(ServerDirectory directory) {
        return directory.cluster().resolve("postmaster.pid");
    }

    private static Optional<Long> pid(Path pidFile) throws IOException {
        List<String> lines = Files.readAllLines(pidFile);
        try {
            return lines.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Long.valueOf(lines.getFirst().trim()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
