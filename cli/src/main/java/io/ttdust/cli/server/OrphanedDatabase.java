package io.ttdust.cli.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/// The embedded PostgreSQL a server leaves behind when it is killed hard. The next start of the server takes
/// care of it; when there will be no next start, this does.
final class OrphanedDatabase {

    private static final int DEPTH = 4;
    private static final long STOP_SECONDS = 5;

    private OrphanedDatabase() {}

    /// Ends every PostgreSQL whose data lies below `data`. Its pid file names process and directory, and both must
    /// fit: a number alone may long belong to somebody else.
    static void end(Path data) {
        if (!Files.isDirectory(data)) {
            return;
        }
        List<Path> pidFiles;
        try (Stream<Path> found = Files.find(data, DEPTH, (path, attributes) -> path.endsWith("postmaster.pid"))) {
            pidFiles = found.toList();
        } catch (IOException e) {
            throw new UncheckedIOException("searching " + data, e);
        }
        pidFiles.forEach(OrphanedDatabase::endProcess);
    }

    private static void endProcess(Path pidFile) {
        List<String> lines;
        try {
            lines = Files.readAllLines(pidFile);
        } catch (IOException e) { // gone meanwhile: it has ended
            return;
        }
        if (lines.size() < 2 || !lines.get(0).strip().matches("\\d{1,9}")) {
            return;
        }
        Path directory = pidFile.toAbsolutePath().getParent();
        Optional<ProcessHandle> process =
                ProcessHandle.of(Long.parseLong(lines.get(0).strip()));
        if (process.isEmpty() || !Path.of(lines.get(1).strip()).equals(directory)) {
            return;
        }
        boolean isPostgres = process.get()
                .info()
                .command()
                .map(command -> Path.of(command).endsWith("postgres"))
                .orElse(false);
        if (isPostgres) {
            end(process.get());
        }
    }

    private static void end(ProcessHandle process) {
        process.destroy();
        try {
            process.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
