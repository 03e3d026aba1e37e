package io.ttdust.benchmarks.parquet;

import io.ttdust.application.port.storage.StoredObject;
import java.nio.ByteBuffer;
import java.util.List;

/// A written file as it is read again, without a store between.
final class FileInMemory implements StoredObject {

    private final ByteBuffer whole;

    /// A copy of `parts`, one behind another.
    FileInMemory(List<ByteBuffer> parts) {
        this.whole = ByteBuffer.allocate(
                parts.stream().mapToInt(ByteBuffer::remaining).sum());
        for (ByteBuffer part : parts) {
            whole.put(part.duplicate());
        }
        whole.flip();
    }

    ByteBuffer bytes() {
        return whole.duplicate();
    }

    @Override
    public String key() {
        return "bench.parquet";
    }

    @Override
    public long size() {
        return whole.limit();
    }

    @Override
    public void read(long position, ByteBuffer into) {
        into.put(whole.slice(Math.toIntExact(position), into.remaining()));
    }

    @Override
    public void close() {}
}
