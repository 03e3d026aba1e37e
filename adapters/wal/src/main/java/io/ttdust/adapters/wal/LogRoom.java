package io.ttdust.adapters.wal;

import io.ttdust.adapters.wal.index.LogIndex;
import io.ttdust.adapters.wal.segment.DiskSpace;
import io.ttdust.adapters.wal.segment.Spares;
import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.StorageFullException;
import java.io.IOException;

/// Whether there is room for more: on the disk, and in the heap for the index. Safe for all threads.
record LogRoom(Spares spares, LogIndex index, DiskSpace space) {

    /// @throws StorageFullException where there is none
    void requireForAppend() {
        if (spares.starving()) {
            throw new StorageFullException("the log's disk has no room for another segment");
        }
        if (index.isFull()) {
            throw new StorageFullException(
                    "the log's index takes %d bytes, its share of the heap; a larger heap (-Xmx) makes room"
                            .formatted(index.heapBytes()));
        }
        try {
            if (space.isFull()) {
                throw new StorageFullException(
                        "the log's disk has less room left than the reserve and what waits to come into files");
            }
        } catch (IOException e) {
            throw new StorageException("cannot tell how much room the log's disk has", e);
        }
    }

    /// Whether flushed segments may stay. Nothing is kept at the price of refusing a record.
    boolean isEnoughToRetain() {
        try {
            return !spares.starving() && !index.isTight() && !space.isFull();
        } catch (IOException e) {
            return false; // whoever appends next says so
        }
    }
}
