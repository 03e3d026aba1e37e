package io.ttdust.adapters.wal.format;

import io.ttdust.domain.record.BodyFingerprint;
import io.ttdust.domain.record.LoggedBatch;
import io.ttdust.domain.record.RecordAttributes;
import io.ttdust.domain.record.RecordBatch;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Turns the bytes of a frame back into a batch, without copying payloads.
///
/// Every length is checked against the bytes at hand before anything is allocated by it.
public final class FrameDecoder {

    private final byte[] bytes;
    private final ByteBuffer frame;
    private final long lsn;

    /// By record, of those with a key; absent while no record has one.
    private @Nullable BodyFingerprint @Nullable [] fingerprints;

    private FrameDecoder(byte[] bytes, ByteBuffer frame, long lsn) {
        this.bytes = bytes;
        this.frame = frame;
        this.lsn = lsn;
    }

    /// Checks that the frame at `at` of `buffer` is whole and of a kind this program reads.
    ///
    /// @param bytes how many bytes of `buffer` from `at` on belong to frames
    /// @param lsn where the frame lies in the log, for the message
    /// @throws DamagedLogException if it is not
    public static void check(ByteBuffer buffer, int at, int bytes, long lsn) {
        int length = bytes < FrameHeader.BYTES ? 0 : FrameHeader.length(buffer, at);
        if (length < FrameHeader.BYTES || length > bytes || length > FrameHeader.FRAME_BYTES_MAX) {
            throw new DamagedLogException(
                    "the frame at LSN %d says it has %d bytes where %d lie".formatted(lsn, length, bytes));
        }
        // First, as a flag may change how long records are, or what is in them.
        int unknown = FrameHeader.flags(buffer, at) & ~FrameHeader.KEYED;
        if (unknown != 0 || FrameHeader.encryptionKey(buffer, at) != 0) {
            throw new DamagedLogException(
                    "the frame at LSN %d has flags 0x%x and encryption key %d, which this program does not know"
                            .formatted(lsn, unknown, FrameHeader.encryptionKey(buffer, at)));
        }
        int records = FrameHeader.records(buffer, at);
        int sections = FrameHeader.sectionBytes(buffer, at);
        int recordBytes = length - FrameHeader.BYTES - sections;
        if (sections < 0 || recordBytes < 0 || records < 1 || records > recordBytes / RecordLayout.HEAD_BYTES) {
            throw new DamagedLogException(
                    "the frame at LSN %d says it has %d records and %d bytes of sections in %d bytes"
                            .formatted(lsn, records, sections, length));
        }
    }

    /// Whether the checksum of the frame at `at`, which [#check] found whole, is right.
    public static boolean verify(ByteBuffer buffer, int at, Checksum checksum) {
        int found = checksum.of(buffer, at, at + FrameHeader.CHECKSUM_AT, at + FrameHeader.length(buffer, at));
        return found == FrameHeader.checksum(buffer, at);
    }

    /// The batch in the frame at `at` of `bytes`, which [#check] found whole. The batch shares the array.
    public static LoggedBatch decode(byte[] bytes, int at, long lsn) {
        ByteBuffer frame = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        frame.limit(at + FrameHeader.length(frame, at));
        FrameDecoder decoder = new FrameDecoder(bytes, frame, lsn);
        try {
            return new LoggedBatch(
                    FrameHeader.stream(frame, at),
                    FrameHeader.partition(frame, at),
                    FrameHeader.firstOffset(frame, at),
                    FrameHeader.receiveMicros(frame, at),
                    FrameHeader.schemaVersion(frame, at),
                    decoder.records(at));
        } catch (BufferUnderflowException e) {
            throw decoder.damaged("a record that goes beyond it");
        }
    }

    private RecordBatch records(int at) {
        int count = FrameHeader.records(frame, at);
        int[] starts = new int[count];
        int[] ends = new int[count];
        RecordAttributes @Nullable [] attributes = null;
        frame.position(at + FrameHeader.BYTES + FrameHeader.sectionBytes(frame, at));
        for (int i = 0; i < count; i++) {
            int presence = Short.toUnsignedInt(frame.getShort());
            int length = bounded(frame.getInt());
            starts[i] = frame.position();
            ends[i] = starts[i] + length;
            frame.position(ends[i]);
            if (presence != 0) {
                if (attributes == null) {
                    attributes = new RecordAttributes[count];
                    Arrays.fill(attributes, RecordAttributes.NONE);
                }
                attributes[i] = attributes(presence, i, count);
            }
        }
        if (frame.hasRemaining()) {
            throw damaged("%d bytes behind its last record".formatted(frame.remaining()));
        }
        return RecordBatch.over(bytes, starts, ends, attributes, fingerprints);
    }

    private RecordAttributes attributes(int presence, int index, int count) {
        if ((presence & ~RecordLayout.KNOWN) != 0) {
            throw damaged("a record with presence bits 0x%x, which this program does not know".formatted(presence));
        }
        String partitionKey = (presence & RecordLayout.PARTITION_KEY) == 0 ? null : text();
        Map<String, String> metadata = (presence & RecordLayout.METADATA) == 0 ? Map.of() : metadata();
        long eventTimeMicros =
                (presence & RecordLayout.EVENT_TIME) == 0 ? RecordAttributes.NO_EVENT_TIME : frame.getLong();
        String idempotencyKey = null;
        if ((presence & RecordLayout.IDEMPOTENCY_KEY) != 0) {
            idempotencyKey = text();
            fingerprints(count)[index] = new BodyFingerprint(frame.getLong(), frame.getLong());
        }
        skip(RecordLayout.reservedBytes(presence));
        return (presence & RecordLayout.ATTRIBUTES) == 0
                ? RecordAttributes.NONE
                : new RecordAttributes(idempotencyKey, partitionKey, metadata, eventTimeMicros);
    }

    private @Nullable BodyFingerprint[] fingerprints(int count) {
        @Nullable BodyFingerprint[] all = fingerprints;
        if (all == null) {
            all = new @Nullable BodyFingerprint[count];
            fingerprints = all;
        }
        return all;
    }

    private Map<String, String> metadata() {
        int count = frame.getInt();
        if (count < 0 || count > frame.remaining() / (2 * Integer.BYTES)) {
            throw damaged("%d entries of metadata in %d bytes".formatted(count, frame.remaining()));
        }
        Map<String, String> metadata = HashMap.newHashMap(count);
        for (int i = 0; i < count; i++) {
            String key = text();
            metadata.put(key, text());
        }
        return metadata;
    }

    private String text() {
        int length = bounded(frame.getInt());
        String text = new String(bytes, frame.position(), length, StandardCharsets.UTF_8);
        skip(length);
        return text;
    }

    private void skip(int bytes) {
        frame.position(frame.position() + bounded(bytes));
    }

    private int bounded(int length) {
        if (length < 0 || length > frame.remaining()) {
            throw damaged("a field of %d bytes where %d are left".formatted(length, frame.remaining()));
        }
        return length;
    }

    private DamagedLogException damaged(String what) {
        return new DamagedLogException("the frame at LSN %d has %s".formatted(lsn, what));
    }
}
