package io.ttdust.adapters.parquet.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.apache.parquet.bytes.ByteBufferAllocator;
import org.jspecify.annotations.Nullable;

/// Memory in which pages and files are made, used again for the next ones: allocated anew, it would be most of the
/// garbage of a process under load, and what the collector copies at each of its pauses. Safe for all threads.
///
/// Lengths are rounded up, by less than a quarter, so that a buffer fits many purposes. A buffer holds whatever was
/// in it before.
public final class Slabs implements ByteBufferAllocator {

    /// Shorter ones cost less than looking for them.
    private static final int BYTES_MIN = 4 << 10;

    /// Longer ones are seldom asked for twice.
    private static final int BYTES_MAX = 1 << 20;

    private final long keptBytesMax;
    private final Map<Integer, ArrayDeque<ByteBuffer>> kept = new HashMap<>();
    private long keptBytes;

    /// @param keptBytesMax of memory that is kept for later, at most
    public Slabs(long keptBytesMax) {
        this.keptBytesMax = keptBytesMax;
    }

    @Override
    public ByteBuffer allocate(int size) {
        if (size < BYTES_MIN || size > BYTES_MAX) {
            return ByteBuffer.allocate(size);
        }
        int capacity = roundedUp(size);
        ByteBuffer again = take(capacity);
        return (again == null ? ByteBuffer.allocate(capacity) : again)
                .clear()
                .limit(size)
                .order(ByteOrder.BIG_ENDIAN);
    }

    private static int roundedUp(int size) {
        int step = Integer.highestOneBit(size) >> 2;
        return (size + step - 1) & -step;
    }

    private synchronized @Nullable ByteBuffer take(int capacity) {
        ArrayDeque<ByteBuffer> same = kept.get(capacity);
        if (same == null) {
            return null;
        }
        ByteBuffer last = same.pollLast();
        if (last != null) {
            keptBytes -= capacity;
        }
        return last;
    }

    /// Takes back a buffer that [#allocate] gave, once; nobody may touch it any more.
    @Override
    public synchronized void release(ByteBuffer b) {
        int capacity = b.capacity();
        if (capacity < BYTES_MIN || capacity > BYTES_MAX || roundedUp(capacity) != capacity) {
            return;
        }
        kept.computeIfAbsent(capacity, _ -> new ArrayDeque<>()).addLast(b);
        keptBytes += capacity;
        while (keptBytes > keptBytesMax) {
            drop();
        }
    }

    /// One of the length that most is kept of: what a load of the past needed makes room for what this one needs.
    private void drop() {
        int capacity = 0;
        long most = 0;
        for (Map.Entry<Integer, ArrayDeque<ByteBuffer>> one : kept.entrySet()) {
            long bytes = (long) one.getKey() * one.getValue().size();
            if (bytes > most) {
                most = bytes;
                capacity = one.getKey();
            }
        }
        if (take(capacity) == null) {
            throw new IllegalStateException("%d bytes are kept nowhere".formatted(keptBytes));
        }
    }

    /// Bytes kept for later.
    public synchronized long keptBytes() {
        return keptBytes;
    }

    @Override
    public boolean isDirect() {
        return false;
    }
}
