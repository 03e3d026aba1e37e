package io.ttdust.adapters.wal;

import io.ttdust.adapters.wal.format.Blocks;
import io.ttdust.adapters.wal.format.SyncMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/// How a log is laid out on disk and in memory.
///
/// @param directory the log's own; created where there is none
/// @param segmentBytes size of a segment file, a multiple of 4 KiB. A batch whose frame is longer than this less
///     8 KiB is refused as an illegal argument before it gets offsets; from 33 MiB on every frame of the format
///     fits
/// @param spareSegments how many prepared files to keep at most, beside the one being written
/// @param stagingBytes off-heap memory for batches that wait for their commit; a frame of more than half of it
///     gets a buffer of its own on top, one at a time
/// @param diskReserveBytes appends are refused while the file system has less room than this
/// @param retainBytes of the newest log are kept when everything in them is flushed, for reads that are close behind;
///     less while the disk or the index is short of room
/// @param sync when the disk is made to sync
/// @param syncInterval how long acknowledged records may stay unsynced with [SyncMode#INTERVAL]
/// @param acceptLossAt positions at which this start may leave out what is missing, and writes that down
/// @param newestStreamMicros when the newest stream was made, Unix microseconds, 0 where that is not known: a log that
///     finds a loss takes streams up to then for ones that it may concern, also when the clock was set back
public record LogSettings(
        Path directory,
        long segmentBytes,
        int spareSegments,
        int stagingBytes,
        long diskReserveBytes,
        long retainBytes,
        SyncMode sync,
        Duration syncInterval,
        Set<Long> acceptLossAt,
        long newestStreamMicros) {

    private static final long SEGMENT_BYTES = 64 << 20;
    private static final int SPARE_SEGMENTS = 4;
    private static final int STAGING_BYTES = 16 << 20;
    private static final long DISK_RESERVE_BYTES = 1 << 30;
    private static final Duration SYNC_INTERVAL = Duration.ofMillis(100);

    public LogSettings {
        if (segmentBytes % Blocks.BYTES != 0 || segmentBytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "segmentBytes must be a multiple of %d below 2 GiB: %d".formatted(Blocks.BYTES, segmentBytes));
        }
        if (spareSegments < 1) {
            throw new IllegalArgumentException("spareSegments must be at least 1: " + spareSegments);
        }
        if (stagingBytes < 4 * Blocks.BYTES || stagingBytes / 2 > segmentBytes - 2 * Blocks.BYTES) {
            throw new IllegalArgumentException(
                    "stagingBytes must be at least %d, and half of it fit into a segment of %d bytes: %d"
                            .formatted(4 * Blocks.BYTES, segmentBytes, stagingBytes));
        }
        if (diskReserveBytes < 0) {
            throw new IllegalArgumentException("diskReserveBytes must not be negative: " + diskReserveBytes);
        }
        if (retainBytes < 0) {
            throw new IllegalArgumentException("retainBytes must not be negative: " + retainBytes);
        }
        if (syncInterval.isNegative() || syncInterval.isZero()) {
            throw new IllegalArgumentException("syncInterval must be positive: " + syncInterval);
        }
        acceptLossAt = Set.copyOf(acceptLossAt);
    }

    /// A log that syncs before every acknowledgement and leaves nothing out.
    public LogSettings(
            Path directory,
            long segmentBytes,
            int spareSegments,
            int stagingBytes,
            long diskReserveBytes,
            long retainBytes) {
        this(
                directory,
                segmentBytes,
                spareSegments,
                stagingBytes,
                diskReserveBytes,
                retainBytes,
                SyncMode.EVERY,
                SYNC_INTERVAL,
                Set.of(),
                0);
    }

    /// The usual settings, for a log in `directory`.
    public static LogSettings in(Path directory) {
        return new LogSettings(directory, SEGMENT_BYTES, SPARE_SEGMENTS, STAGING_BYTES, DISK_RESERVE_BYTES, 0);
    }
}
