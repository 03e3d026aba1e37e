package io.ttdust.adapters.wal.index;

import io.ttdust.domain.id.StreamId;

/// One partition of one stream.
public record Place(StreamId stream, int partition) {}
