package io.ttdust.application.pressure;

import io.ttdust.application.port.log.LogBacklog;
import io.ttdust.application.port.log.PartitionBacklog;
import io.ttdust.domain.id.StreamId;
import java.util.List;
import java.util.Set;

/// Bounds the bytes of the log that are not in files yet, which grow while the object store or the metadata
/// store is away, or while flushing cannot keep up. Safe for all threads.
///
/// From a first percentage of the bound on, callers are asked to hold less in flight, and nobody is refused. From a
/// second one on, streams with at least half of an even share of it waiting are refused, so
/// that one hot stream does not stop the others; at the bound itself everybody is. It recovers by itself as
/// files are committed.
public final class UnflushedBound {

    private final LogBacklog backlog;
    private final long bytesMax;
    private final long warningBytes;
    private final long refuseBytes;
    private volatile Set<StreamId> heavy = Set.of();

    /// @param bytesMax at which every record is refused
    /// @param warningPercent of it, from which on callers should hold less; 1 to `refusePercent`
    /// @param refusePercent of it, from which on the streams with most bytes are refused; 1..100
    public UnflushedBound(LogBacklog backlog, long bytesMax, int warningPercent, int refusePercent) {
        if (bytesMax < 1 || warningPercent < 1 || warningPercent > refusePercent || refusePercent > 100) {
            throw new IllegalArgumentException(
                    "%d bytes at %d %% and %d %% are no bound".formatted(bytesMax, warningPercent, refusePercent));
        }
        this.backlog = backlog;
        this.bytesMax = bytesMax;
        this.warningBytes = bytesMax / 100 * warningPercent;
        this.refuseBytes = bytesMax / 100 * refusePercent;
    }

    /// Looks at who has how much waiting; to be called several times a second. It is known from the warning on, so
    /// that a fast stream does not run through to the bound between two looks.
    public void observe(List<PartitionBacklog> partitions) {
        long bytes = backlog.unflushedBytes();
        heavy = bytes < warningBytes ? Set.of() : HeavyStreams.of(partitions, Math.min(bytes, refuseBytes));
    }

    boolean refuses(StreamId stream) {
        long bytes = backlog.unflushedBytes();
        return bytes >= bytesMax || (bytes >= refuseBytes && heavy.contains(stream));
    }

    /// Whether callers should hold less in flight, so that records need not be refused.
    public boolean isNear() {
        return backlog.unflushedBytes() >= warningBytes;
    }

    /// Whether records are refused now, at least those of the streams with most bytes.
    public boolean isReached() {
        return backlog.unflushedBytes() >= refuseBytes;
    }

    /// Whether every record is refused now.
    public boolean isFull() {
        return backlog.unflushedBytes() >= bytesMax;
    }

    /// Bytes that wait now.
    public long unflushedBytes() {
        return backlog.unflushedBytes();
    }

    /// At which every record is refused.
    public long bytesMax() {
        return bytesMax;
    }
}
