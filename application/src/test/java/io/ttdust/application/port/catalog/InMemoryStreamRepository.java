package io.ttdust.application.port.catalog;

import io.ttdust.application.port.StorageException;
import io.ttdust.domain.id.SchemaId;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.schema.VersionStatus;
import io.ttdust.domain.stream.StreamChange;
import io.ttdust.domain.stream.StreamDefinition;
import io.ttdust.domain.stream.StreamName;
import io.ttdust.domain.stream.VersionChoice;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// [StreamRepository] for tests. It does not check that a stream's schema exists. Without a store of schemas,
/// what is the latest version stays what it was when the stream was created or changed.
public final class InMemoryStreamRepository implements StreamRepository {

    private final NavigableMap<StreamId, StreamDefinition> streams =
            new TreeMap<>(Comparator.comparing(StreamId::uuid).reversed());
    private volatile @Nullable SchemaRepository schemas;
    private boolean away;

    /// From now on these say which version of a schema is the latest.
    public void follow(SchemaRepository repository) {
        schemas = repository;
    }

    /// From now on every call throws, until [#comeBack].
    public synchronized void goAway() {
        away = true;
    }

    public synchronized void comeBack() {
        away = false;
    }

    /// Without the lock, as the schemas may ask for streams; so a version can be deleted right after.
    private void refuseDeleted(SchemaId schema, @Nullable VersionChoice choice) {
        SchemaRepository followed = schemas;
        if (followed != null
                && choice instanceof VersionChoice.Pinned(int version)
                && followed.find(schema, version)
                        .filter(found -> found.status() == VersionStatus.DELETED)
                        .isPresent()) {
            throw new VersionDeletedException(version);
        }
    }

    @Override
    public boolean create(StreamDefinition stream) {
        refuseDeleted(stream.schemaId(), stream.versionChoice());
        return put(stream);
    }

    private synchronized boolean put(StreamDefinition stream) {
        requirePresent();
        if (named(stream.name()).isPresent()) {
            return false;
        }
        if (streams.containsKey(stream.id())) {
            throw new StorageException("storing stream %s: its id exists".formatted(stream.id()));
        }
        streams.put(
                stream.id(),
                new StreamDefinition(
                        stream.id(),
                        stream.name(),
                        stream.description(),
                        stream.schemaId(),
                        stream.versionChoice(),
                        stream.schemaVersion(),
                        stream.partitions(),
                        stream.labels(),
                        stream.status(),
                        stream.createdAt().truncatedTo(ChronoUnit.MICROS)));
        return true;
    }

    @Override
    public Optional<StreamDefinition> find(StreamId id) {
        return stored(id).map(this::asOfNow);
    }

    private synchronized Optional<StreamDefinition> stored(StreamId id) {
        requirePresent();
        return Optional.ofNullable(streams.get(id));
    }

    @Override
    public List<StreamDefinition> find(List<StreamId> ids) {
        return ids.stream().distinct().map(this::find).flatMap(Optional::stream).toList();
    }

    @Override
    public boolean update(StreamId id, StreamChange change) {
        stored(id).ifPresent(stream -> refuseDeleted(stream.schemaId(), change.versionChoice()));
        return apply(id, change);
    }

    private synchronized boolean apply(StreamId id, StreamChange change) {
        requirePresent();
        StreamDefinition stream = streams.get(id);
        if (stream == null) {
            return false;
        }
        streams.put(id, change.appliedTo(stream));
        return true;
    }

    /// Without the lock, as the schemas may ask for streams.
    private StreamDefinition asOfNow(StreamDefinition stream) {
        SchemaRepository followed = schemas;
        return followed == null || stream.versionChoice() instanceof VersionChoice.Pinned
                ? stream
                : new StreamDefinition(
                        stream.id(),
                        stream.name(),
                        stream.description(),
                        stream.schemaId(),
                        followed.latest(stream.schemaId()).orElseThrow().version(),
                        stream.partitions(),
                        stream.labels(),
                        stream.status(),
                        stream.createdAt());
    }

    @Override
    public Optional<StreamDefinition> find(StreamName name) {
        return stored(name).map(this::asOfNow);
    }

    private synchronized Optional<StreamDefinition> stored(StreamName name) {
        requirePresent();
        return named(name);
    }

    @Override
    public List<StreamDefinition> list(int limit, @Nullable StreamId before) {
        return stored(limit, before).stream().map(this::asOfNow).toList();
    }

    private synchronized List<StreamDefinition> stored(int limit, @Nullable StreamId before) {
        requirePresent();
        if (limit < 1 || limit > 1000) {
            throw new IllegalArgumentException("limit outside 1..1000: %d".formatted(limit));
        }
        NavigableMap<StreamId, StreamDefinition> older = before == null ? streams : streams.tailMap(before, false);
        return older.values().stream().limit(limit).toList();
    }

    private Optional<StreamDefinition> named(StreamName name) {
        return streams.values().stream()
                .filter(stream -> stream.name().equals(name))
                .findFirst();
    }

    private void requirePresent() {
        if (away) {
            throw new StorageException("the streams are away");
        }
    }
}
