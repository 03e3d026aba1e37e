package io.ttdust.adapters.wal.format;

import io.ttdust.domain.record.BodyFingerprint;
import io.ttdust.domain.record.RecordAttributes;
import io.ttdust.domain.record.RecordBatch;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The attributes of a batch's records as they lie in a frame ([RecordLayout]).
public final class AttributeBytes {

    private final short[] presence;
    private final int[] ends;
    private ByteBuffer bytes = allocate(256);
    private boolean keyed;

    private AttributeBytes(int records) {
        this.presence = new short[records];
        this.ends = new int[records];
    }

    /// Those of `batch`; null if no record has any.
    public static @Nullable AttributeBytes of(RecordBatch batch) {
        if (!batch.hasAttributes()) {
            return null;
        }
        AttributeBytes all = new AttributeBytes(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            all.add(batch, i);
        }
        return all;
    }

    private void add(RecordBatch batch, int index) {
        RecordAttributes own = batch.attributes(index);
        int bits = 0;
        if (own.partitionKey() != null) {
            bits |= RecordLayout.PARTITION_KEY;
            addText(own.partitionKey());
        }
        if (!own.metadata().isEmpty()) {
            bits |= RecordLayout.METADATA;
            addMetadata(own.metadata());
        }
        if (own.eventTimeMicros() != RecordAttributes.NO_EVENT_TIME) {
            bits |= RecordLayout.EVENT_TIME;
            room(Long.BYTES).putLong(own.eventTimeMicros());
        }
        if (own.idempotencyKey() != null) {
            bits |= RecordLayout.IDEMPOTENCY_KEY;
            addText(own.idempotencyKey());
            BodyFingerprint fingerprint = batch.fingerprint(index);
            room(RecordLayout.FINGERPRINT_BYTES).putLong(fingerprint.high()).putLong(fingerprint.low());
            keyed = true;
        }
        presence[index] = (short) bits;
        ends[index] = bytes.position();
    }

    private void addMetadata(Map<String, String> metadata) {
        room(Integer.BYTES).putInt(metadata.size());
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
            addText(entry.getKey());
            addText(entry.getValue());
        }
    }

    private void addText(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        room(Integer.BYTES + utf8.length).putInt(utf8.length).put(utf8);
    }

    private ByteBuffer room(int more) {
        if (bytes.remaining() < more) {
            int position = bytes.position();
            bytes = allocate(Math.max(position * 2, Math.addExact(position, more)))
                    .put(bytes.flip());
        }
        return bytes;
    }

    private static ByteBuffer allocate(int capacity) {
        return ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
    }

    boolean keyed() {
        return keyed;
    }

    int length() {
        return bytes.position();
    }

    short presence(int index) {
        return presence[index];
    }

    void writeTo(ByteBuffer target, int index) {
        int start = index == 0 ? 0 : ends[index - 1];
        int length = ends[index] - start;
        target.put(target.position(), bytes, start, length).position(target.position() + length);
    }
}
