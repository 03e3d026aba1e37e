package io.ttdust.benchmarks.floor;

/// How a block reaches the disk. Which of them is cheap differs from file system to file system.
public enum WritePattern {
    /// At the end of a file that grows: each sync also commits the new length and where
    /// the new blocks are.
    GROWING,
    /// Over blocks that were zero-filled and synced before: a sync writes data alone.
    REWRITTEN,
    /// Over blocks written before, past the page cache, each write itself a sync
    /// (`O_DIRECT` and `O_DSYNC`).
    DIRECT
}
