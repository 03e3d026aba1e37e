package io.ttdust.application.port.catalog;

import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.stream.StreamChange;
import io.ttdust.domain.stream.StreamDefinition;
import io.ttdust.domain.stream.StreamName;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Stored streams. Contract: `StreamRepositoryContract`. A stream that is read has the version in force then: that
/// which it is pinned to, or what [SchemaRepository#latest] would answer at the same moment. Every method is one
/// transaction and throws [io.ttdust.application.port.StorageException] when the store is away.
public interface StreamRepository {

    /// Stores a new stream.
    ///
    /// @return false, and nothing is stored, if there is a stream of that name
    boolean create(StreamDefinition stream);

    Optional<StreamDefinition> find(StreamId id);

    Optional<StreamDefinition> find(StreamName name);

    /// Those of the streams that there are, in no order.
    ///
    /// @param ids at most 1000
    List<StreamDefinition> find(List<StreamId> ids);

    /// Changes a stream.
    ///
    /// @return false if there is no such stream
    /// @throws io.ttdust.application.port.StorageException also if it would be pinned to a version that is not
    ///     there
    boolean update(StreamId id, StreamChange change);

    /// Newest first.
    ///
    /// @param limit 1..1000
    /// @param before only streams created before this one; null to start with the newest
    List<StreamDefinition> list(int limit, @Nullable StreamId before);
}
