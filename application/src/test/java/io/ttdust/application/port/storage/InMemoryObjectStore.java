package io.ttdust.application.port.storage;

import io.ttdust.application.port.StorageException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// [ObjectStore] for tests. An object that was deleted fails its open readers, as the strictest store would.
public final class InMemoryObjectStore implements ObjectStore {

    private final TreeMap<String, byte[]> objects = new TreeMap<>(ObjectKeys.ORDER);
    private boolean away;
    private boolean losingNextAnswer;
    private @Nullable StorageException nextPut;
    private long operations;

    /// From now on every call throws, also those of open objects, until [#comeBack].
    public synchronized void goAway() {
        away = true;
    }

    public synchronized void comeBack() {
        away = false;
    }

    /// The next [#put] takes place, but throws.
    public synchronized void loseNextAnswer() {
        losingNextAnswer = true;
    }

    /// The next [#put] does not take place and throws.
    public synchronized void failNextPut() {
        failNextPut(new StorageException("the object store broke the put"));
    }

    /// The next [#put] does not take place and throws `failure`.
    public synchronized void failNextPut(StorageException failure) {
        nextPut = failure;
    }

    /// Forgets what was to fail.
    public synchronized void disarm() {
        losingNextAnswer = false;
        nextPut = null;
    }

    /// How often the store was asked so far: every call of its methods and every read of an open object.
    public synchronized long operations() {
        return operations;
    }

    /// What is stored, by key in the order of UTF-8 bytes; a copy, whose arrays must not be changed.
    public synchronized SortedMap<String, byte[]> snapshot() {
        return new TreeMap<>(objects);
    }

    /// Holds exactly what [#snapshot] gave.
    public synchronized void restore(SortedMap<String, byte[]> snapshot) {
        objects.clear();
        objects.putAll(snapshot);
    }

    @Override
    public synchronized void put(String key, List<ByteBuffer> content) {
        ObjectKeys.require(key);
        count();
        byte[] bytes = joined(content);
        StorageException failure = nextPut;
        nextPut = null;
        if (failure != null) {
            throw failure;
        }
        byte[] known = objects.putIfAbsent(key, bytes);
        if (losingNextAnswer) {
            losingNextAnswer = false;
            throw new StorageException("the object store's answer was lost");
        }
        if (known != null && !Arrays.equals(known, bytes)) {
            throw new StorageException("storing object '%s': there is another one of that key".formatted(key));
        }
    }

    @Override
    public synchronized StoredObject open(String key) {
        ObjectKeys.require(key);
        count();
        return new Opened(key, content(key).length);
    }

    @Override
    public synchronized boolean exists(String key) {
        ObjectKeys.require(key);
        count();
        return objects.containsKey(key);
    }

    @Override
    public synchronized void delete(String key) {
        ObjectKeys.require(key);
        count();
        objects.remove(key);
    }

    @Override
    public synchronized List<String> list(String prefix, @Nullable String after, int limit) {
        if (limit < 1 || limit > 1000) {
            throw new IllegalArgumentException("limit outside 1..1000: %d".formatted(limit));
        }
        count();
        return objects.keySet().stream()
                .filter(key -> key.startsWith(prefix) && (after == null || ObjectKeys.ORDER.compare(key, after) > 0))
                .limit(limit)
                .toList();
    }

    private synchronized void read(String key, long position, ByteBuffer into) {
        count();
        byte[] bytes = content(key);
        if (position < 0 || position > bytes.length - into.remaining()) {
            throw new IllegalArgumentException("object '%s' has %d bytes; %d from %d on are not among them"
                    .formatted(key, bytes.length, into.remaining(), position));
        }
        into.put(bytes, (int) position, into.remaining());
    }

    private byte[] content(String key) {
        byte[] bytes = objects.get(key);
        if (bytes == null) {
            throw new ObjectMissingException(key);
        }
        return bytes;
    }

    private void count() {
        operations++;
        if (away) {
            throw new StorageException("the object store is away");
        }
    }

    private static byte[] joined(List<ByteBuffer> content) {
        ByteBuffer joined = ByteBuffer.allocate(
                content.stream().mapToInt(ByteBuffer::remaining).sum());
        content.forEach(part -> joined.put(part.duplicate()));
        return joined.array();
    }

    private final class Opened implements StoredObject {

        private final String key;
        private final long size;
        private volatile boolean closed;

        private Opened(String key, long size) {
            this.key = Objects.requireNonNull(key);
            this.size = size;
        }

        @Override
        public String key() {
            return key;
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public void read(long position, ByteBuffer into) {
            if (closed) {
                throw new StorageException("object '%s' is closed".formatted(key));
            }
            InMemoryObjectStore.this.read(key, position, into);
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
