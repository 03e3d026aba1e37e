package io.ttdust.adapters.parquet.file;

import io.ttdust.application.port.storage.StoredObject;
import java.io.EOFException;
import java.nio.ByteBuffer;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/// A stored object as the library reads files. The object stays open when a stream is closed.
public final class StoredInput implements InputFile {

    private final StoredObject object;

    public StoredInput(StoredObject object) {
        this.object = object;
    }

    @Override
    public long getLength() {
        return object.size();
    }

    @Override
    public SeekableInputStream newStream() {
        return new Stream();
    }

    @Override
    public String toString() {
        return object.key();
    }

    private final class Stream extends SeekableInputStream {

        private long position;

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public void seek(long newPos) {
            position = newPos;
        }

        @Override
        public int read() {
            if (position >= object.size()) {
                return -1;
            }
            ByteBuffer one = ByteBuffer.allocate(1);
            object.read(position++, one);
            return one.get(0) & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int start, int length) {
            return read(ByteBuffer.wrap(bytes, start, length));
        }

        @Override
        public int read(ByteBuffer into) {
            int length = (int) Math.min(into.remaining(), object.size() - position);
            if (length <= 0) {
                return into.hasRemaining() ? -1 : 0;
            }
            int limit = into.limit();
            into.limit(into.position() + length);
            object.read(position, into);
            into.limit(limit);
            position += length;
            return length;
        }

        @Override
        public void readFully(byte[] bytes) throws EOFException {
            readFully(ByteBuffer.wrap(bytes));
        }

        @Override
        public void readFully(byte[] bytes, int start, int length) throws EOFException {
            readFully(ByteBuffer.wrap(bytes, start, length));
        }

        @Override
        public void readFully(ByteBuffer into) throws EOFException {
            if (into.remaining() > object.size() - position) {
                throw new EOFException("%d bytes from %d on go beyond the %d of the file"
                        .formatted(into.remaining(), position, object.size()));
            }
            read(into);
        }
    }
}
