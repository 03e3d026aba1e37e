package io.ttdust.application.port.storage;

import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.schema.SchemaVersion;
import io.ttdust.domain.stream.StreamName;

/// Where the records of one file come from.
///
/// @param schema the version they were checked against; its declared properties become columns
public record ColumnFileOrigin(StreamId stream, StreamName name, int partition, SchemaVersion schema) {}
