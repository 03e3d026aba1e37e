package io.ttdust.application.port.catalog;

import io.ttdust.domain.schema.SchemaVersion;
import io.ttdust.domain.stream.StreamName;
import java.util.List;

/// What became of a wish to change a version's status.
public sealed interface VersionChange {

    /// It has the status now, or had it before.
    record Changed(SchemaVersion version) implements VersionChange {}

    /// There is no such version.
    record Absent() implements VersionChange {}

    /// It is deleted, and stays so.
    record Final() implements VersionChange {}

    /// It cannot be deleted: it is the only version left.
    record OnlyOne() implements VersionChange {}

    /// It cannot be deleted: streams use it.
    ///
    /// @param streams the first of them by name, at most [SchemaRepository#STREAMS_NAMED_MAX]
    record InUse(List<StreamName> streams) implements VersionChange {

        public InUse {
            streams = List.copyOf(streams);
        }
    }
}
