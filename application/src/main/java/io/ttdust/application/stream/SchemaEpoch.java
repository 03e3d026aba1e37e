package io.ttdust.application.stream;

import io.ttdust.application.port.log.AppendCondition;
import io.ttdust.domain.schema.PayloadSchema;

/// The time during which one version of its schema is in force for a stream on this node. As a condition of an
/// append it holds until the next one begins: what was checked in it is written in it, or has to be checked again.
///
/// When a version comes back into force, that is another epoch.
public final class SchemaEpoch implements AppendCondition {

    private final OpenStream stream;
    private final int version;
    private final PayloadSchema schema;

    SchemaEpoch(OpenStream stream, int version, PayloadSchema schema) {
        this.stream = stream;
        this.version = version;
        this.schema = schema;
    }

    public int version() {
        return version;
    }

    /// The version, compiled.
    public PayloadSchema schema() {
        return schema;
    }

    @Override
    public boolean holds() {
        return stream.epoch() == this; // the very epoch: an equal one would be another
    }
}
