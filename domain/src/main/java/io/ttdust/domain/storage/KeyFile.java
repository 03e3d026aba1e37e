package io.ttdust.domain.storage;

/// A file of the idempotency keys of flushed records, which is needed until its newest key is 24 hours old.
///
/// @param key where it lies in the object store
/// @param newestMicros receive time of its newest key, Unix microseconds
/// @param keys how many it holds; at least 1
/// @param bytes size of the file
public record KeyFile(String key, long newestMicros, long keys, long bytes) {

    public KeyFile {
        if (keys < 1 || bytes < 1) {
            throw new IllegalArgumentException("%d keys in %d bytes are no file".formatted(keys, bytes));
        }
    }
}
