package io.ttdust.application.stream;

import io.ttdust.domain.schema.PayloadSchema;
import io.ttdust.domain.stream.StreamDefinition;

/// A stream ready for records: its definition and the compiled schema in force.
public record OpenStream(StreamDefinition definition, PayloadSchema schema) {}
