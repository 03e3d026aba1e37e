package io.ttdust.adapters.wal.commit;

/// What was committed since the log was opened.
///
/// @param bytes of the commits, padding included
/// @param nanos spent on writing and syncing them
public record CommitCounts(long commits, long appends, long records, long bytes, long nanos) {

    static final CommitCounts NONE = new CommitCounts(0, 0, 0, 0, 0);

    CommitCounts plus(long moreAppends, long moreRecords, long moreBytes, long moreNanos) {
        return new CommitCounts(
                commits + 1, appends + moreAppends, records + moreRecords, bytes + moreBytes, nanos + moreNanos);
    }
}
