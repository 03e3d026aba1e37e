package io.ttdust.benchmarks.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/// What the numbers were measured on. They mean nothing without it.
///
/// @param fileSystem type and device below the measured directory
public record Machine(int cores, String java, String kernel, String fileSystem) {

    /// This machine, with the file system of `directory`.
    public static Machine of(Path directory) {
        try {
            FileStore store = Files.getFileStore(directory);
            return new Machine(
                    Runtime.getRuntime().availableProcessors(),
                    System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
                    "%s %s %s"
                            .formatted(
                                    System.getProperty("os.name"),
                                    System.getProperty("os.version"),
                                    System.getProperty("os.arch")),
                    store.type() + " on " + store.name());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot tell the file system of " + directory, e);
        }
    }
}
