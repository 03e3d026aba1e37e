package io.ttdust.application.pressure;

import io.ttdust.application.port.log.PartitionBacklog;
import io.ttdust.domain.id.StreamId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The streams that cause a backlog.
final class HeavyStreams {

    private HeavyStreams() {}

    /// Those with at least half of their share of `bytes`, were it divided evenly among all streams that wait.
    /// There is always one when the partitions hold so many bytes.
    static Set<StreamId> of(List<PartitionBacklog> partitions, long bytes) {
        Map<StreamId, Long> waiting = new HashMap<>();
        for (PartitionBacklog partition : partitions) {
            waiting.merge(partition.stream(), partition.bytes(), Long::sum);
        }
        long share = bytes / Math.max(1, waiting.size());
        Set<StreamId> heavy = new HashSet<>();
        waiting.forEach((stream, own) -> {
            if (own >= share / 2) {
                heavy.add(stream);
            }
        });
        return Set.copyOf(heavy);
    }
}
