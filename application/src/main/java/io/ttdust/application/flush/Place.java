package io.ttdust.application.flush;

import io.ttdust.application.port.log.PartitionBacklog;
import io.ttdust.domain.id.StreamId;

/// A partition of a stream, to look things up by.
record Place(StreamId stream, int partition) {

    static Place of(PartitionBacklog backlog) {
        return new Place(backlog.stream(), backlog.partition());
    }
}
