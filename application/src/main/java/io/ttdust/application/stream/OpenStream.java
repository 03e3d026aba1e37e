package io.ttdust.application.stream;

import io.ttdust.domain.schema.PayloadSchema;
import io.ttdust.domain.stream.StreamDefinition;

/// A stream ready for records. A node has one of each stream in use, so whoever holds it hears of its changes.
/// Safe for all threads.
public final class OpenStream {

    private volatile StreamDefinition definition;
    private volatile SchemaEpoch epoch;

    /// @param schema the version of the schema in force, compiled
    public OpenStream(StreamDefinition definition, PayloadSchema schema) {
        this.definition = definition;
        this.epoch = new SchemaEpoch(this, definition.schemaVersion(), schema);
    }

    /// As of now. What never changes of it may be used without looking again.
    public StreamDefinition definition() {
        return definition;
    }

    /// What records are checked against now. To be read once for what belongs together.
    public SchemaEpoch epoch() {
        return epoch;
    }

    /// From now on the stream is like this. Its epoch ends only if another version is in force.
    ///
    /// @param schema the version of the schema that `changed` names, compiled
    public void change(StreamDefinition changed, PayloadSchema schema) {
        if (!changed.id().equals(definition.id())) {
            throw new IllegalArgumentException("%s is another stream".formatted(changed.id()));
        }
        if (changed.schemaVersion() != epoch.version()) {
            epoch = new SchemaEpoch(this, changed.schemaVersion(), schema);
        }
        definition = changed;
    }
}
