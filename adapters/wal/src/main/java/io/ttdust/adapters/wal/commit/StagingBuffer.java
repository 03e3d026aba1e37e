package io.ttdust.adapters.wal.commit;

import io.ttdust.adapters.wal.format.Blocks;
import io.ttdust.adapters.wal.format.CommitHeader;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// One commit being filled, off the heap and aligned to blocks. Guarded by the staging lock until it is taken by the
/// committer.
final class StagingBuffer {

    private final Arena arena;
    private final ByteBuffer bytes;
    private final boolean large;
    private List<PendingAppend> appends = new ArrayList<>();

    /// @param frameBytes room for frames
    /// @param large whether it was made for one frame that no other buffer can hold
    StagingBuffer(int frameBytes, boolean large) {
        int capacity = (int) Blocks.roundUp((long) CommitHeader.BYTES + frameBytes);
        this.arena = Arena.ofShared();
        this.bytes = arena.allocate(capacity, Blocks.BYTES).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        this.large = large;
        bytes.position(CommitHeader.BYTES);
    }

    boolean isLarge() {
        return large;
    }

    boolean isEmpty() {
        return appends.isEmpty();
    }

    int roomBytes() {
        return bytes.remaining();
    }

    ByteBuffer bytes() {
        return bytes;
    }

    void add(PendingAppend append) {
        appends.add(append);
    }

    List<PendingAppend> appends() {
        return appends;
    }

    /// Ready to be filled again, about as full as before; whoever has the list of appends keeps it.
    void reset() {
        bytes.clear().position(CommitHeader.BYTES);
        appends = new ArrayList<>(appends.size());
    }

    /// Gives the memory back at once. Nobody may use the buffer afterwards.
    void free() {
        arena.close();
    }
}
