package io.ttdust.benchmarks.report;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// Where a command writes: results to `out`, everything else to `err`. Safe for use by several threads.
public record Console(PrintStream out, PrintStream err) {

    /// The process's own.
    public static Console ofProcess() {
        return new Console(stream(FileDescriptor.out), stream(FileDescriptor.err));
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    /// Says on `err` what is going on.
    public void progress(String text) {
        err.println("bench: " + text);
    }
}
