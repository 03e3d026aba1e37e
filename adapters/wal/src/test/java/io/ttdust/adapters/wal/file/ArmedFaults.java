package io.ttdust.adapters.wal.file;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Operations of a [SimulatedDisk] that are to fail, once each. Guarded by the disk.
final class ArmedFaults {

    private static final long NEVER = Long.MAX_VALUE;

    private int syncsUntilFailure = Integer.MAX_VALUE;
    private @Nullable Thread failing;
    private int movesUntilFailure = Integer.MAX_VALUE;
    private long writtenUntilFailure = NEVER;

    void disarm() {
        syncsUntilFailure = Integer.MAX_VALUE;
        movesUntilFailure = Integer.MAX_VALUE;
        writtenUntilFailure = NEVER;
    }

    /// @param own the thread whose syncs alone are counted; null for all
    void failSync(int count, @Nullable Thread own) {
        syncsUntilFailure = count;
        failing = own;
    }

    void failMove(int count) {
        movesUntilFailure = count;
    }

    void failWriteAfter(long bytes) {
        writtenUntilFailure = bytes;
    }

    void countSync() throws IOException {
        if (failing == null || failing.equals(Thread.currentThread())) {
            syncsUntilFailure--;
        }
        if (syncsUntilFailure == 0) {
            syncsUntilFailure = Integer.MAX_VALUE;
            throw new IOException("Input/output error");
        }
    }

    void countMove() throws IOException {
        movesUntilFailure--;
        if (movesUntilFailure == 0) {
            movesUntilFailure = Integer.MAX_VALUE;
            throw new IOException("Input/output error");
        }
    }

    /// How many of `bytes` bytes can be written; less than all when the write is to fail, which it does once.
    int possible(int bytes) {
        int length = (int) Math.min(bytes, writtenUntilFailure);
        if (length < bytes) {
            writtenUntilFailure = NEVER;
        } else if (writtenUntilFailure != NEVER) {
            writtenUntilFailure -= length;
        }
        return length;
    }
}
