package io.ttdust.application.port.catalog;

import io.ttdust.application.port.StorageException;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.stream.StreamChange;
import io.ttdust.domain.stream.StreamDefinition;
import io.ttdust.domain.stream.StreamName;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Stored streams. Contract: `StreamRepositoryContract`. A stream that is read has the version in force then: that
/// which it is pinned to, or what [SchemaRepository#latest] would answer at the same moment. Every method is one
/// transaction and throws [StorageException] when the store is away.
public interface StreamRepository {

    /// Nothing was stored: the stream would be pinned to a version that is deleted.
    final class VersionDeletedException extends StorageException {

        private static final long serialVersionUID = 1L;

        public VersionDeletedException(int version) {
            super("version %d is deleted, so no stream can be pinned to it".formatted(version));
        }
    }

    /// Stores a new stream. While it is stored pinned to a version, nobody deletes that.
    ///
    /// @return false, and nothing is stored, if there is a stream of that name
    /// @throws VersionDeletedException if the version it is pinned to is deleted
    boolean create(StreamDefinition stream);

    Optional<StreamDefinition> find(StreamId id);

    Optional<StreamDefinition> find(StreamName name);

    /// Those of the streams that there are, in no order.
    ///
    /// @param ids at most 1000
    List<StreamDefinition> find(List<StreamId> ids);

    /// Changes a stream. While it is pinned to a version, nobody deletes that.
    ///
    /// @return false if there is no such stream
    /// @throws VersionDeletedException if the version it would be pinned to is deleted
    /// @throws StorageException also if it would be pinned to a version that is not
    ///     there
    boolean update(StreamId id, StreamChange change);

    /// Newest first.
    ///
    /// @param limit 1..1000
    /// @param before only streams created before this one; null to start with the newest
    List<StreamDefinition> list(int limit, @Nullable StreamId before);
}
