package io.ttdust.domain.storage;

import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.stream.StreamName;
import java.util.UUID;

/// A file of records of one partition, received within one hour, checked against one version of the stream's
/// schema.
///
/// Its records' offsets are all those from `firstOffset` to `lastOffset` and are sorted, as are their receive
/// times.
///
/// @param key where it lies in the object store; see [#key]
/// @param firstOffset offset of the first record
/// @param lastOffset offset of the last record; the file has `lastOffset - firstOffset + 1` rows
/// @param firstMicros receive time of the first record, Unix microseconds
/// @param lastMicros receive time of the last record, Unix microseconds
/// @param eventTimes span of the records' event times; [EventTimes#NONE] when none has one
/// @param payloadBytes sum of the records' payloads as they were received
/// @param bytes size of the file
public record DataFile(
        StreamId stream,
        int partition,
        HourPartition hour,
        String key,
        int schemaVersion,
        long firstOffset,
        long lastOffset,
        long firstMicros,
        long lastMicros,
        EventTimes eventTimes,
        long payloadBytes,
        long bytes) {

    public DataFile {
        if (partition < 0 || firstOffset < 0 || lastOffset < firstOffset) {
            throw new IllegalArgumentException("partition %d with offsets %d to %d is no place for records"
                    .formatted(partition, firstOffset, lastOffset));
        }
        if (!hour.equals(HourPartition.of(firstMicros)) || !hour.equals(HourPartition.of(lastMicros))) {
            throw new IllegalArgumentException(
                    "receive times %d to %d lie outside hour %s".formatted(firstMicros, lastMicros, hour.path()));
        }
        if (lastMicros < firstMicros || bytes <= 0) {
            throw new IllegalArgumentException(
                    "%d bytes from %d to %d are no file".formatted(bytes, firstMicros, lastMicros));
        }
    }

    /// The key of such a file:
    /// `streams/{name}/year=…/month=…/day=…/hour=…/p{partition}-{first}-{last}-{unique}.parquet`.
    ///
    /// @param unique never used before, so that no two attempts at the same records share a key
    public static String key(
            StreamName stream, HourPartition hour, int partition, long firstOffset, long lastOffset, UUID unique) {
        return "streams/%s/%s/p%04d-%020d-%020d-%s.parquet"
                .formatted(stream, hour.path(), partition, firstOffset, lastOffset, unique);
    }

    /// Records in the file.
    public long rows() {
        return lastOffset - firstOffset + 1;
    }
}
