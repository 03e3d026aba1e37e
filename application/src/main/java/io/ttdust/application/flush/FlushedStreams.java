package io.ttdust.application.flush;

import io.ttdust.application.port.catalog.SchemaRepository;
import io.ttdust.application.port.catalog.StreamRepository;
import io.ttdust.application.port.storage.ColumnFileOrigin;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.schema.SchemaVersion;
import io.ttdust.domain.stream.StreamDefinition;
import java.util.LinkedHashMap;

/// Names and schemas of the streams in the log. What was found is remembered, as neither ever changes. Safe for
/// several threads.
public final class FlushedStreams {

    private static final int REMEMBERED_MAX = 1000;

    private final StreamRepository streams;
    private final SchemaRepository schemas;
    private final LinkedHashMap<Version, Found> found = new LinkedHashMap<>(16, 0.75f, true);

    private record Version(StreamId stream, int schemaVersion) {}

    private record Found(StreamDefinition stream, SchemaVersion schema) {}

    public FlushedStreams(StreamRepository streams, SchemaRepository schemas) {
        this.streams = streams;
        this.schemas = schemas;
    }

    /// @throws io.ttdust.application.port.StorageException if the store is away
    /// @throws IllegalStateException if it does not know what the log holds
    synchronized ColumnFileOrigin origin(StreamId stream, int partition, int schemaVersion) {
        Version wanted = new Version(stream, schemaVersion);
        Found known = found.get(wanted);
        if (known == null) {
            known = find(wanted);
            found.put(wanted, known);
            if (found.size() > REMEMBERED_MAX) {
                found.pollFirstEntry();
            }
        }
        return new ColumnFileOrigin(stream, known.stream.name(), partition, known.schema);
    }

    private Found find(Version wanted) {
        StreamDefinition stream = streams.find(wanted.stream)
                .orElseThrow(() -> new IllegalStateException(
                        "the log holds records of stream %s, which is not known".formatted(wanted.stream)));
        SchemaVersion schema = schemas.find(stream.schemaId(), wanted.schemaVersion)
                .orElseThrow(() -> new IllegalStateException(
                        "the log holds records of stream %s under version %d of schema %s, which"
                                        .formatted(stream.name(), wanted.schemaVersion, stream.schemaId())
                                + " is not known"));
        return new Found(stream, schema);
    }
}
