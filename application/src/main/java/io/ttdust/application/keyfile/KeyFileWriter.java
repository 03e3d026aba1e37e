package io.ttdust.application.keyfile;

import io.ttdust.domain.record.BodyFingerprint;
import io.ttdust.domain.record.LoggedBatch;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Collects the idempotency keys of flushed records into one key file. Used by one thread.
public final class KeyFileWriter {

    private static final Comparator<long[]> BY_HASH = (one, other) ->
            one[0] != other[0] ? Long.compareUnsigned(one[0], other[0]) : Long.compareUnsigned(one[1], other[1]);

    private final KeyHasher hasher = new KeyHasher();
    private final List<long[]> keys = new ArrayList<>();
    private long newestMicros = Long.MIN_VALUE;

    /// Adds the keys of the batch's records that have one.
    public void add(LoggedBatch batch) {
        if (!batch.records().hasAttributes()) {
            return;
        }
        for (int i = 0; i < batch.records().size(); i++) {
            String key = batch.records().attributes(i).idempotencyKey();
            if (key != null) {
                KeyHash hash = hasher.of(batch.stream(), key);
                BodyFingerprint print = batch.records().fingerprint(i);
                keys.add(new long[] {
                    hash.high(),
                    hash.low(),
                    print.high(),
                    print.low(),
                    KeyFileFormat.place(batch.partition(), batch.firstOffset() + i),
                    batch.receiveMicros()
                });
                newestMicros = Math.max(newestMicros, batch.receiveMicros());
            }
        }
    }

    /// Adds what `other` holds.
    public void addAll(KeyFileWriter other) {
        keys.addAll(other.keys);
        newestMicros = Math.max(newestMicros, other.newestMicros);
    }

    public boolean isEmpty() {
        return keys.isEmpty();
    }

    public int size() {
        return keys.size();
    }

    /// Receive time of the newest key, Unix microseconds.
    public long newestMicros() {
        return newestMicros;
    }

    /// The file's bytes.
    public ByteBuffer finish() {
        keys.sort(BY_HASH);
        return KeyFileFormat.encode(keys, keys.size(), newestMicros);
    }
}
