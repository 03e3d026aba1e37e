package io.ttdust.simulation.log.loaded;

import io.ttdust.adapters.wal.file.LogFile;
import java.io.IOException;

/// What a mutant calls in place of `LogFile.sync`.
public final class TriedAgain {

    private TriedAgain() {}

    /// Syncs once more where it failed, as if that proved anything.
    public static void sync(LogFile file) throws IOException {
        try {
            file.sync();
        } catch (IOException e) {
            file.sync();
        }
    }
}
