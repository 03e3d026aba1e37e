package io.ttdust.application.stream;

import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.stream.StreamName;

/// Another version of a stream's schema came into force on this node.
public record SchemaSwitch(StreamId stream, StreamName name, int from, int to) {}
