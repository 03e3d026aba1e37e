package io.ttdust.adapters.embedded;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import io.ttdust.application.port.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// What lies where below the directory of one server. Only the account that owns it can look inside.
///
/// ```
/// lock                   held while a process runs a server here
/// binaries/              the unpacked PostgreSQL
/// binaries/complete      written once the binaries have started a server
/// cluster/               the data, PostgreSQL's own layout
/// cluster/initialised    written once initdb has ended, before the first server starts
/// superuser.password     of the role postgres
/// application.password   of the role ttdust
/// postgres.log           what the server says, since its last start but one
/// ```
///
/// @param root absolute, with symbolic links resolved, so that a process can be recognised by it
record ServerDirectory(Path root) {

    private static final long LOG_BYTES_KEPT = 1 << 20;
    private static final int LOG_LINES_SHOWN = 5;
    private static final int PASSWORD_BYTES = 32;

    /// Makes the directory if there is none.
    ///
    /// @throws StorageException if it cannot be made or is not ours
    static ServerDirectory prepare(Path directory) {
        try {
            Files.createDirectories(directory);
            Path root = directory.toRealPath();
            // Also when it exists: the binaries in it are run, so nobody else may write here.
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
            return new ServerDirectory(root);
        } catch (IOException e) {
            throw new StorageException(
                    ("preparing %s for the embedded PostgreSQL: this process must be able to create it and own it;"
                                    + " correct its owner or choose another data directory")
                            .formatted(directory),
                    e);
        }
    }

    Path lock() {
        return root.resolve("lock");
    }

    Path binaries() {
        return root.resolve("binaries");
    }

    Path cluster() {
        return root.resolve("cluster");
    }

    Path superuserPasswordFile() {
        return root.resolve("superuser.password");
    }

    Path log() {
        return root.resolve("postgres.log");
    }

    /// Throws away what a process that was killed has left half done: binaries not completely unpacked and a
    /// cluster whose initdb did not end. Neither ever held a user's data.
    void removeHalfDone() throws IOException {
        if (Files.notExists(binaries().resolve("complete"))) {
            delete(binaries());
        }
        // postmaster.opts is written by every start, so a cluster that has it may hold data.
        if (!isInitialised() && Files.notExists(cluster().resolve("postmaster.opts"))) {
            delete(cluster());
        }
    }

    boolean isInitialised() {
        return Files.exists(cluster().resolve("initialised"));
    }

    void markInitialised() throws IOException {
        writeDurably(cluster().resolve("initialised"), "");
    }

    void markBinariesComplete() throws IOException {
        if (Files.notExists(binaries().resolve("complete"))) {
            writeDurably(binaries().resolve("complete"), "");
        }
    }

    /// The superuser's password; drawn before the first start and never again, as initdb stores it in the cluster.
    String superuserPassword() throws IOException {
        if (isInitialised() && Files.notExists(superuserPasswordFile())) {
            throw new StorageException("%s is missing: put it back from a backup; without it nobody can open %s"
                    .formatted(superuserPasswordFile(), cluster()));
        }
        return password(superuserPasswordFile());
    }

    String applicationPassword() throws IOException {
        return password(root.resolve("application.password"));
    }

    /// Begins a new log if the present one is long.
    void rotateLog() throws IOException {
        if (Files.exists(log()) && Files.size(log()) > LOG_BYTES_KEPT) {
            Files.move(log(), root.resolve("postgres.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /// The last lines the server said, for an error message.
    String logTail() {
        try {
            List<String> lines =
                    Files.exists(log()) ? Files.readAllLines(log(), StandardCharsets.ISO_8859_1) : List.of();
            return String.join(
                    System.lineSeparator(), lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size()));
        } catch (IOException e) {
            return "(%s)".formatted(e);
        }
    }

    private static String password(Path file) throws IOException {
        if (Files.notExists(file)) {
            byte[] random = new byte[PASSWORD_BYTES];
            new SecureRandom().nextBytes(random);
            writeDurably(file, HexFormat.of().formatHex(random));
        }
        return Files.readString(file, StandardCharsets.US_ASCII);
    }

    /// Writes a file only its owner can read, whole or not at all.
    private static void writeDurably(Path file, String text) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel channel = FileChannel.open(draft, WRITE, CREATE, TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            try (FileChannel entries = FileChannel.open(folder)) {
                entries.force(true);
            }
        }
    }

    private static void delete(Path tree) throws IOException {
        if (Files.notExists(tree)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> paths = Files.walk(tree)) {
            deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }
}
