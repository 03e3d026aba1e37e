package io.ttdust.domain.record;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Records of one stream that travel together from the wire to the log and back.
///
/// Payloads lie in one array with tables of their places beside it, so a batch costs the same few objects
/// whether it holds one record or ten thousand. A batch is immutable; it shares its array with whoever made it,
/// and nobody may change that array afterwards.
public final class RecordBatch {

    private final byte[] bytes;
    private final int[] starts;
    private final int[] ends;
    private final RecordAttributes @Nullable [] attributes;
    private final int payloadBytes;
    private final long weightBytes;

    /// By record, null for those without a key; absent until one is asked for. Threads that ask at once make equal
    /// ones, and a fingerprint is whole for whoever sees it.
    private @Nullable BodyFingerprint @Nullable [] fingerprints;

    private RecordBatch(
            byte[] bytes,
            int[] starts,
            int[] ends,
            RecordAttributes @Nullable [] attributes,
            @Nullable BodyFingerprint @Nullable [] fingerprints) {
        this.bytes = bytes;
        this.starts = starts;
        this.ends = ends;
        this.attributes = attributes;
        this.fingerprints = fingerprints;
        int sum = 0;
        for (int i = 0; i < starts.length; i++) {
            sum = Math.addExact(sum, ends[i] - starts[i]);
        }
        this.payloadBytes = sum;
        this.weightBytes = sum + weightOf(attributes);
    }

    private static long weightOf(RecordAttributes @Nullable [] attributes) {
        long sum = 0;
        if (attributes != null) {
            for (RecordAttributes own : attributes) {
                sum += own.weightBytes();
            }
        }
        return sum;
    }

    /// A builder with room for `records` records of together `payloadBytes` bytes; it grows when they turn out
    /// more.
    public static Builder builder(int records, int payloadBytes) {
        return new Builder(records, payloadBytes);
    }

    /// A batch over payloads that already lie in `bytes`: record i is `[starts[i], ends[i])`. Nothing is copied.
    ///
    /// @param attributes one per record, or null when no record has any
    /// @throws IllegalArgumentException if the tables differ in length or point outside `bytes`
    public static RecordBatch over(byte[] bytes, int[] starts, int[] ends, RecordAttributes @Nullable [] attributes) {
        return over(bytes, starts, ends, attributes, null);
    }

    /// As above, with fingerprints that were made before, lest they be made again.
    ///
    /// @param fingerprints one per record that has a key and null for the others, or null when they are not known
    public static RecordBatch over(
            byte[] bytes,
            int[] starts,
            int[] ends,
            RecordAttributes @Nullable [] attributes,
            @Nullable BodyFingerprint @Nullable [] fingerprints) {
        if (starts.length != ends.length
                || (attributes != null && attributes.length != starts.length)
                || (fingerprints != null && fingerprints.length != starts.length)) {
            throw new IllegalArgumentException(
                    "tables of different length: %d starts, %d ends".formatted(starts.length, ends.length));
        }
        for (int i = 0; i < starts.length; i++) {
            if (starts[i] < 0 || ends[i] < starts[i] || ends[i] > bytes.length) {
                throw new IllegalArgumentException(
                        "record %d lies at [%d, %d) of %d bytes".formatted(i, starts[i], ends[i], bytes.length));
            }
        }
        return new RecordBatch(bytes, starts, ends, attributes, fingerprints);
    }

    public int size() {
        return starts.length;
    }

    /// Sum of the payloads' lengths in bytes.
    public int payloadBytes() {
        return payloadBytes;
    }

    /// The array all payloads lie in, for callers that parse or copy in place. Not to be modified.
    public byte[] bytes() {
        return bytes;
    }

    /// Where the payload of record `index` starts in [#bytes].
    public int start(int index) {
        return starts[index];
    }

    /// Length of the payload of record `index` in bytes.
    public int length(int index) {
        return ends[index] - starts[index];
    }

    /// A read-only view of the payload of record `index`.
    public ByteBuffer payload(int index) {
        return ByteBuffer.wrap(bytes, starts[index], length(index)).slice().asReadOnlyBuffer();
    }

    /// Whether any record has attributes.
    public boolean hasAttributes() {
        return attributes != null;
    }

    public RecordAttributes attributes(int index) {
        return attributes == null ? RecordAttributes.NONE : attributes[index];
    }

    /// What record `index` takes in memory and in the log, in bytes; see [RecordAttributes#weightBytes].
    public int weightBytes(int index) {
        return length(index) + attributes(index).weightBytes();
    }

    /// Sum of [#weightBytes(int)].
    public long weightBytes() {
        return weightBytes;
    }

    /// Fingerprint of what must be equal when the idempotency key of record `index` is used again. Those of all
    /// records that have a key are made when the first one is asked for, and kept.
    public BodyFingerprint fingerprint(int index) {
        @Nullable BodyFingerprint[] all = fingerprints;
        if (all == null) {
            all = fingerprintsOfKeyed();
            fingerprints = all;
        }
        BodyFingerprint kept = all[index];
        return kept == null ? fingerprint(index, BodyFingerprint.sha256()) : kept;
    }

    private @Nullable BodyFingerprint[] fingerprintsOfKeyed() {
        MessageDigest digest = BodyFingerprint.sha256();
        @Nullable BodyFingerprint[] all = new @Nullable BodyFingerprint[size()];
        for (int i = 0; i < all.length; i++) {
            if (attributes(i).idempotencyKey() != null) {
                all[i] = fingerprint(i, digest);
            }
        }
        return all;
    }

    private BodyFingerprint fingerprint(int index, MessageDigest digest) {
        RecordAttributes own = attributes(index);
        return BodyFingerprint.of(
                digest, bytes, starts[index], length(index), own.partitionKey(), own.eventTimeMicros());
    }

    /// The records at `indexes`, in that order, without copying payloads; fingerprints that are made go along.
    public RecordBatch select(int[] indexes) {
        int[] newStarts = new int[indexes.length];
        int[] newEnds = new int[indexes.length];
        RecordAttributes @Nullable [] newAttributes = attributes == null ? null : new RecordAttributes[indexes.length];
        for (int i = 0; i < indexes.length; i++) {
            newStarts[i] = starts[indexes[i]];
            newEnds[i] = ends[indexes[i]];
            if (newAttributes != null) {
                newAttributes[i] = attributes(indexes[i]);
            }
        }
        return new RecordBatch(bytes, newStarts, newEnds, newAttributes, fingerprintsOf(indexes));
    }

    private @Nullable BodyFingerprint @Nullable [] fingerprintsOf(int[] indexes) {
        @Nullable BodyFingerprint[] all = fingerprints;
        if (all == null) {
            return null;
        }
        @Nullable BodyFingerprint[] selected = new @Nullable BodyFingerprint[indexes.length];
        for (int i = 0; i < indexes.length; i++) {
            selected[i] = all[indexes[i]];
        }
        return selected;
    }

    /// Collects records; not safe for use by several threads.
    public static final class Builder {

        private byte[] bytes;
        private int[] starts;
        private int[] ends;
        private RecordAttributes @Nullable [] attributes;
        private int size;
        private int used;

        private Builder(int records, int payloadBytes) {
            this.bytes = new byte[payloadBytes];
            this.starts = new int[records];
            this.ends = new int[records];
        }

        public Builder add(byte[] payload) {
            return add(ByteBuffer.wrap(payload), RecordAttributes.NONE);
        }

        public Builder add(byte[] payload, RecordAttributes own) {
            return add(ByteBuffer.wrap(payload), own);
        }

        /// Copies the remaining bytes of `payload`, whose position is left at its limit.
        public Builder add(ByteBuffer payload, RecordAttributes own) {
            int length = payload.remaining();
            ensureRoom(length);
            payload.get(bytes, used, length);
            starts[size] = used;
            used += length;
            ends[size] = used;
            if (!own.isEmpty() && attributes == null) {
                attributes = new RecordAttributes[starts.length];
                Arrays.fill(attributes, RecordAttributes.NONE);
            }
            if (attributes != null) {
                attributes[size] = own;
            }
            size++;
            return this;
        }

        private void ensureRoom(int length) {
            if (size == starts.length) {
                int grown = Math.max(8, size * 2);
                starts = Arrays.copyOf(starts, grown);
                ends = Arrays.copyOf(ends, grown);
                if (attributes != null) {
                    attributes = Arrays.copyOf(attributes, grown);
                    Arrays.fill(attributes, size, grown, RecordAttributes.NONE);
                }
            }
            if (bytes.length - used < length) {
                bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(used, length), (int)
                        Math.min(Integer.MAX_VALUE - 16L, bytes.length * 2L)));
            }
        }

        public int size() {
            return size;
        }

        public RecordBatch build() {
            boolean full = size == starts.length;
            return new RecordBatch(
                    bytes,
                    full ? starts : Arrays.copyOf(starts, size),
                    full ? ends : Arrays.copyOf(ends, size),
                    attributes == null || full ? attributes : Arrays.copyOf(attributes, size),
                    null);
        }
    }
}
