package io.ttdust.adapters.wal;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/// What a log has open. Closed from the last part to the first, each whatever became of those before it.
final class OpenParts implements Closeable {

    private final Deque<Closeable> parts = new ArrayDeque<>();

    <T extends Closeable> T add(T part) {
        parts.push(part);
        return part;
    }

    @Override
    public void close() throws IOException {
        Closeable last = parts.poll();
        if (last != null) {
            try (this) {
                last.close();
            }
        }
    }
}
