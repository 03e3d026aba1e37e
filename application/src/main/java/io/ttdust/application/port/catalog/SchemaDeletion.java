package io.ttdust.application.port.catalog;

import io.ttdust.domain.stream.StreamName;
import java.util.List;

/// What became of a wish to delete a schema.
public sealed interface SchemaDeletion {

    /// It is gone with all its versions, and its name is free.
    record Deleted() implements SchemaDeletion {}

    /// There is no such schema.
    record Absent() implements SchemaDeletion {}

    /// It stays: streams use it.
    ///
    /// @param streams the first of them by name, at most [SchemaRepository#STREAMS_NAMED_MAX]
    record InUse(List<StreamName> streams) implements SchemaDeletion {

        public InUse {
            streams = List.copyOf(streams);
        }
    }
}
