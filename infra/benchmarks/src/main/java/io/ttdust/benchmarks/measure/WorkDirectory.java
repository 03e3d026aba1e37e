package io.ttdust.benchmarks.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// A fresh directory for one run, removed with all that is in it when the run ends, also by Ctrl-C.
public final class WorkDirectory implements AutoCloseable {

    private final Path path;
    private final Thread onExit = new Thread(this::removeQuietly, "remove-work-directory");

    private WorkDirectory(Path path) {
        this.path = path;
    }

    /// Makes a fresh directory in `parent`; in this program's build folder when that is null.
    public static WorkDirectory create(@Nullable Path parent, String name) {
        try {
            Path where = parent == null ? buildFolder() : parent;
            Files.createDirectories(where);
            WorkDirectory directory = new WorkDirectory(
                    Files.createTempDirectory(where, "bench-" + name + "-").toAbsolutePath());
            Runtime.getRuntime().addShutdownHook(directory.onExit);
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a directory to measure in", e);
        }
    }

    /// The folder that holds this program's jar or classes: `infra/benchmarks/target`.
    public static Path buildFolder() {
        try {
            Path code = Path.of(WorkDirectory.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Path folder = code.toAbsolutePath().getParent();
            if (folder == null) {
                throw new IllegalStateException("no folder above " + code);
            }
            return folder;
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(onExit);
        try {
            remove();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + path, e);
        }
    }

    private void removeQuietly() {
        try {
            remove();
        } catch (IOException e) {
            // The process is being ended and nobody is left to tell; a later `clean` of the build removes the rest.
            return;
        }
    }

    private void remove() throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
