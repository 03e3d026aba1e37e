package io.ttdust.cli.server;

import io.ttdust.cli.console.CommandException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// A fresh directory for one run of a command: the server's data, its log, and what the command itself writes down.
public record Workplace(Path directory) {

    /// Makes a new directory in `parent`, or among the system's temporary files.
    public static Workplace create(String prefix, @Nullable Path parent) {
        try {
            if (parent == null) {
                return new Workplace(Files.createTempDirectory(prefix).toRealPath());
            }
            Files.createDirectories(parent);
            return new Workplace(Files.createTempDirectory(parent, prefix).toRealPath());
        } catch (IOException e) {
            throw new CommandException("cannot make a directory to work in: " + e, e);
        }
    }

    public Path data() {
        return directory.resolve("data");
    }

    public Path log() {
        return directory.resolve("server.log");
    }

    /// Whether it lies in memory, where nothing that is measured says anything about a disk.
    public boolean isInMemory() {
        try {
            String type = Files.getFileStore(directory).type();
            return type.equals("tmpfs") || type.equals("ramfs");
        } catch (IOException e) {
            return false;
        }
    }

    /// Deletes it with all it holds.
    public void delete() {
        try {
            Files.walkFileTree(directory, new Deletion());
        } catch (IOException e) {
            throw new UncheckedIOException("deleting " + directory, e);
        }
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException problem) {
            return FileVisitResult.CONTINUE; // gone already
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException problem) throws IOException {
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
