package io.ttdust.adapters.wal.format;

/// The unit everything in a segment is aligned to: a block is written whole or replaced whole.
public final class Blocks {

    /// Bytes of a block.
    public static final int BYTES = 4096;

    private Blocks() {}

    /// The next multiple of [#BYTES] that is not less than `bytes`.
    public static long roundUp(long bytes) {
        return (bytes + BYTES - 1) & -BYTES;
    }
}
