package io.ttdust.application.port.catalog;

import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.stream.StreamDefinition;
import io.ttdust.domain.stream.StreamName;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Stored streams. Contract: `StreamRepositoryContract`. Every method is one transaction and throws
/// [io.ttdust.application.port.StorageException] when the store is away.
public interface StreamRepository {

    /// Stores a new stream.
    ///
    /// @return false, and nothing is stored, if there is a stream of that name
    boolean create(StreamDefinition stream);

    Optional<StreamDefinition> find(StreamId id);

    Optional<StreamDefinition> find(StreamName name);

    /// Newest first.
    ///
    /// @param limit 1..1000
    /// @param before only streams created before this one; null to start with the newest
    List<StreamDefinition> list(int limit, @Nullable StreamId before);
}
