package io.ttdust.application.port.storage;

import java.nio.ByteBuffer;
import java.util.List;

/// An object whose bytes lie in one array. Goes on being readable after it was closed.
public final class BytesObject implements StoredObject {

    private final String key;
    private final byte[] bytes;

    public BytesObject(String key, byte[] bytes) {
        this.key = key;
        this.bytes = bytes;
    }

    /// An object of all `parts`, one behind another, which are copied and left as they are.
    public static BytesObject of(String key, List<ByteBuffer> parts) {
        int size = 0;
        for (ByteBuffer part : parts) {
            size = Math.addExact(size, part.remaining());
        }
        ByteBuffer whole = ByteBuffer.allocate(size);
        for (ByteBuffer part : parts) {
            whole.put(part.duplicate());
        }
        return new BytesObject(key, whole.array());
    }

    /// Its bytes, not copied.
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public void read(long position, ByteBuffer into) {
        if (position < 0 || position > bytes.length - into.remaining()) {
            throw new IllegalArgumentException("%d bytes from %d on lie outside '%s' of %d bytes"
                    .formatted(into.remaining(), position, key, bytes.length));
        }
        into.put(bytes, (int) position, into.remaining());
    }

    @Override
    public void close() {}
}
