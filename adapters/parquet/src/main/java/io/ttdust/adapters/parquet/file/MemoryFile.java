package io.ttdust.adapters.parquet.file;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.bytes.ByteBufferAllocator;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/// A file that grows in memory, in parts that are never copied into larger ones. Used by one thread; to be closed,
/// which gives the parts back.
public final class MemoryFile implements OutputFile, AutoCloseable {

    private static final int PART_BYTES_MIN = 16 << 10;
    /// Below half of the smallest region of G1: larger arrays are a burden for that collector.
    private static final int PART_BYTES_MAX = 256 << 10;

    private final ByteBufferAllocator memory;
    private final List<ByteBuffer> parts = new ArrayList<>();
    private ByteBuffer last = ByteBuffer.allocate(0);
    private long before;

    /// An empty file, whose parts are taken from `memory`.
    public MemoryFile(ByteBufferAllocator memory) {
        this.memory = memory;
    }

    public long size() {
        return before + last.position();
    }

    /// Memory taken, in bytes.
    public long allocatedBytes() {
        return before + last.limit();
    }

    public void write(byte[] bytes, int start, int length) {
        int at = start;
        int left = length;
        while (left > 0) {
            if (!last.hasRemaining()) {
                grow();
            }
            int now = Math.min(left, last.remaining());
            last.put(bytes, at, now);
            at += now;
            left -= now;
        }
    }

    private void write(int b) {
        if (!last.hasRemaining()) {
            grow();
        }
        last.put((byte) b);
    }

    private void grow() {
        before += last.position();
        last = memory.allocate(Math.clamp(before, PART_BYTES_MIN, PART_BYTES_MAX));
        parts.add(last);
    }

    /// A copy of the `length` bytes from `position` on.
    public byte[] copy(long position, int length) {
        byte[] copy = new byte[length];
        long partStart = 0;
        for (ByteBuffer part : parts) {
            int from = Math.clamp(position - partStart, 0, part.position());
            int to = Math.clamp(position + length - partStart, 0, part.position());
            if (from < to) {
                part.get(from, copy, (int) (partStart + from - position), to - from);
            }
            partStart += part.position();
        }
        return copy;
    }

    /// Drops everything from `size` on.
    public void truncate(long size) {
        while (before > size) {
            memory.release(parts.removeLast());
            last = parts.getLast();
            before -= last.position();
        }
        last.position(Math.toIntExact(size - before));
    }

    /// The parts, ready to be read until the file is closed.
    public List<ByteBuffer> parts() {
        return parts.stream().map(part -> part.duplicate().flip()).toList();
    }

    @Override
    public void close() {
        parts.forEach(memory::release);
        parts.clear();
        last = ByteBuffer.allocate(0);
        before = 0;
    }

    @Override
    public PositionOutputStream create(long blockSizeHint) {
        return new Stream();
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) {
        return new Stream();
    }

    @Override
    public boolean supportsBlockSize() {
        return false;
    }

    @Override
    public long defaultBlockSize() {
        return 0;
    }

    private final class Stream extends PositionOutputStream {

        @Override
        public long getPos() {
            return size();
        }

        @Override
        public void write(int b) {
            MemoryFile.this.write(b);
        }

        @Override
        public void write(byte[] bytes, int start, int length) {
            MemoryFile.this.write(bytes, start, length);
        }
    }
}
