package io.ttdust.adapters.wal.format;

import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.record.RecordBatch;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A batch of which everything is known that does not depend on its place in the log, so that little is left to do
/// while the place is being given.
public final class FrameDraft {

    private final StreamId stream;
    private final int partition;
    private final int schemaVersion;
    private final RecordBatch batch;
    private final @Nullable AttributeBytes attributes;
    private final int length;

    private FrameDraft(
            StreamId stream,
            int partition,
            int schemaVersion,
            RecordBatch batch,
            @Nullable AttributeBytes attributes,
            int length) {
        this.stream = stream;
        this.partition = partition;
        this.schemaVersion = schemaVersion;
        this.batch = batch;
        this.attributes = attributes;
        this.length = length;
    }

    /// Prepares `batch`.
    ///
    /// @param bytesMax the longest frame that the log can hold; never more than [FrameHeader#FRAME_BYTES_MAX] is
    /// @throws IllegalArgumentException if its frame would be longer
    public static FrameDraft of(StreamId stream, int partition, int schemaVersion, RecordBatch batch, int bytesMax) {
        AttributeBytes attributes = batch.hasAttributes() ? AttributeBytes.of(batch) : null;
        long length = FrameHeader.BYTES
                + (long) batch.size() * RecordLayout.HEAD_BYTES
                + batch.payloadBytes()
                + (attributes == null ? 0 : attributes.length());
        int most = Math.min(bytesMax, FrameHeader.FRAME_BYTES_MAX);
        if (length > most) {
            throw new IllegalArgumentException("a batch of %d records takes a frame of %d bytes, more than %d"
                    .formatted(batch.size(), length, most));
        }
        return new FrameDraft(stream, partition, schemaVersion, batch, attributes, (int) length);
    }

    /// Bytes of the frame.
    public int length() {
        return length;
    }

    public int records() {
        return batch.size();
    }

    /// Writes the frame at the position of `target`, which moves behind it.
    public void writeTo(ByteBuffer target, long firstOffset, long receiveMicros, Checksum checksum) {
        int start = target.position();
        int flags = attributes != null && attributes.keyed() ? FrameHeader.KEYED : 0;
        FrameHeader.write(
                target, length, flags, stream, partition, batch.size(), firstOffset, receiveMicros, schemaVersion);
        byte[] bytes = batch.bytes();
        for (int i = 0; i < batch.size(); i++) {
            target.putShort(attributes == null ? 0 : attributes.presence(i))
                    .putInt(batch.length(i))
                    .put(bytes, batch.start(i), batch.length(i));
            if (attributes != null) {
                attributes.writeTo(target, i);
            }
        }
        int hole = start + FrameHeader.CHECKSUM_AT;
        target.putInt(hole, checksum.of(target, start, hole, start + length));
    }
}
