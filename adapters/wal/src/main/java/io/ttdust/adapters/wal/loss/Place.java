package io.ttdust.adapters.wal.loss;

import io.ttdust.domain.id.StreamId;

/// One partition of one stream.
public record Place(StreamId stream, int partition) {}
