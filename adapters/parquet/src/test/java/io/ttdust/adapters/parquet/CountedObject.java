package io.ttdust.adapters.parquet;

import io.ttdust.application.port.storage.BytesObject;
import io.ttdust.application.port.storage.StoredObject;
import java.nio.ByteBuffer;

/// An object that knows how many of its bytes were read.
final class CountedObject implements StoredObject {

    private final BytesObject object;
    private long bytesRead;

    CountedObject(BytesObject object) {
        this.object = object;
    }

    /// Bytes read since this was asked last.
    long bytesRead() {
        long bytes = bytesRead;
        bytesRead = 0;
        return bytes;
    }

    @Override
    public String key() {
        return object.key();
    }

    @Override
    public long size() {
        return object.size();
    }

    @Override
    public void read(long position, ByteBuffer into) {
        bytesRead += into.remaining();
        object.read(position, into);
    }

    @Override
    public void close() {
        object.close();
    }
}
