package io.ttdust.domain.record;

import io.ttdust.domain.id.RecordId;
import io.ttdust.domain.id.StreamId;

/// A batch as the log gave it its place: records `firstOffset`, `firstOffset + 1`, … of one partition, all received
/// at one moment.
///
/// @param receiveMicros receive time, Unix microseconds; strictly increasing from batch to batch on a node
/// @param schemaVersion the version of the stream's schema the records were checked against
public record LoggedBatch(
        StreamId stream, int partition, long firstOffset, long receiveMicros, int schemaVersion, RecordBatch records) {

    /// The offset after the last record.
    public long endOffset() {
        return firstOffset + records.size();
    }

    /// The record `index` of the batch, named on its own.
    ///
    /// @param streamTag [StreamId#tag] of the batch's stream; handed in because it costs a SHA-256
    public StreamRecord record(int index, int streamTag) {
        long offset = firstOffset + index;
        return new StreamRecord(
                RecordId.of(streamTag, partition, offset, receiveMicros),
                partition,
                offset,
                receiveMicros,
                schemaVersion,
                records.payload(index),
                records.attributes(index).metadata());
    }
}
