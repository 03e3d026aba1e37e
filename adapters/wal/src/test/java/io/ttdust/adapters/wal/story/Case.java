package io.ttdust.adapters.wal.story;

/// What stories must contain, first of all the list at the end of the format's specification.
public enum Case {
    /// Of a commit that was not synced, a later block survived and an earlier one did not.
    REORDERED_BLOCKS,
    /// A commit that nobody was told of, torn at each of its blocks in turn.
    TORN_AT_EVERY_BLOCK,
    /// Where the log ends lies a whole commit that the recycled file held before.
    STALE_COMMIT_BEHIND_CUT,
    /// Bytes that only the page cache had after a failed sync were shown by a restart; then the power was cut.
    PAGE_CACHE_AFTER_FAILED_SYNC,
    /// A payload held a commit with a frame for just its place, and the commit around it was damaged.
    FORGED_COMMIT,
    ROT_IN_LAST_COMMIT,
    ROT_IN_MIDDLE,
    ROT_IN_HEADER,
    ZERO_FILLED_SEGMENT,
    HALF_CREATED_SEGMENT,
    MISSING_SEGMENT,
    DUPLICATED_SEGMENT,
    SPARE_OF_OTHER_SIZE,
    LOST_DIRECTORY_ENTRY,
    CLOCK_HOUR_BACK,
    KILLED_IN_RECOVERY,
    KILLED_IN_RECOVERY_TWICE,
    /// Damage with proof, which was refused.
    REFUSED,
    /// Damage without proof, which was cut.
    CUT,
    LOST_ALL_UNSYNCED,
    KEPT_ALL_UNSYNCED,
    KEPT_SOME_UNSYNCED,
    PROCESS_KILLED,
    CLEAN_STOP,
    FAILED_SYNC,
    SHORT_WRITE,
    DISK_FULL,
    IDLE_MARK,
    ROTATION,
    RELEASE,
    LARGE_FRAME,
    SHARED_COMMIT,
    /// Producers on threads of their own appended at once.
    SEVERAL_PRODUCERS,
    KEYED_RECORD,
    /// A log that synced at intervals, and acknowledged before.
    INTERVAL_SESSION,
    /// A log that synced only where it had to.
    UNSYNCED_SESSION,
    /// A log was opened with another sync mode than before.
    MODE_CHANGED,
    /// The interval was over, and what had been acknowledged was synced.
    SYNCED_BY_INTERVAL,
    /// The power took what had been acknowledged before it was synced.
    ACKNOWLEDGED_AND_LOST,
    /// After an unclean stop of a log that does not sync before it acknowledges, partitions went on far behind.
    OFFSETS_SKIPPED
}
