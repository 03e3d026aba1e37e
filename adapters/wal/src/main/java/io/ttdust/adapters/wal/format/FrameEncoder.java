package io.ttdust.adapters.wal.format;

import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.record.RecordBatch;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Writes batches as frames. What does not depend on a frame's place in the log, its attributes and its length, can be
/// made before, so that little is left to do while the place is being given; it makes no object then.
///
/// [#write] is for one thread at a time, as its checksum is.
public final class FrameEncoder {

    private final Checksum checksum;
    private final int bytesMax;

    /// @param bytesMax the longest frame that the log can hold; never more than [FrameHeader#FRAME_BYTES_MAX] is
    public FrameEncoder(Checksum checksum, int bytesMax) {
        this.checksum = checksum;
        this.bytesMax = Math.min(bytesMax, FrameHeader.FRAME_BYTES_MAX);
    }

    /// Bytes of the frame.
    ///
    /// @param attributes those of the batch, as [AttributeBytes#of] makes them
    /// @throws IllegalArgumentException if it would be longer than the log can hold
    public int length(RecordBatch batch, @Nullable AttributeBytes attributes) {
        long length = FrameHeader.BYTES
                + (long) batch.size() * RecordLayout.HEAD_BYTES
                + batch.payloadBytes()
                + (attributes == null ? 0 : attributes.length());
        if (length > bytesMax) {
            throw new IllegalArgumentException("a batch of %d records takes a frame of %d bytes, more than %d"
                    .formatted(batch.size(), length, bytesMax));
        }
        return (int) length;
    }

    /// Writes the frame at the position of `target`, which moves behind it; little-endian.
    public void write(
            ByteBuffer target,
            StreamId stream,
            int partition,
            int schemaVersion,
            RecordBatch batch,
            long firstOffset,
            long receiveMicros) {
        AttributeBytes attributes = AttributeBytes.of(batch);
        int length = length(batch, attributes);
        write(target, stream, partition, schemaVersion, batch, attributes, length, firstOffset, receiveMicros);
    }

    /// As above, with what was made before.
    public void write(
            ByteBuffer target,
            StreamId stream,
            int partition,
            int schemaVersion,
            RecordBatch batch,
            @Nullable AttributeBytes attributes,
            int length,
            long firstOffset,
            long receiveMicros) {
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
