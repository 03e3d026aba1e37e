package io.ttdust.application.port.catalog;

import io.ttdust.application.port.StorageException;
import io.ttdust.domain.id.SchemaId;
import io.ttdust.domain.schema.CompatibilityMode;
import io.ttdust.domain.schema.Schema;
import io.ttdust.domain.schema.SchemaName;
import io.ttdust.domain.schema.SchemaVersion;
import io.ttdust.domain.schema.VersionStatus;
import io.ttdust.domain.stream.StreamDefinition;
import io.ttdust.domain.stream.StreamName;
import io.ttdust.domain.stream.VersionChoice;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// [SchemaRepository] for tests; like every store it begins with the built-in [SchemaName#ANY].
public final class InMemorySchemaRepository implements SchemaRepository {

    private static final SchemaVersion ANY = new SchemaVersion(
            SchemaId.parse("sch_019b76da-a800-7000-8000-000000000000"),
            SchemaName.ANY,
            "Any JSON object; the schema of streams that declare none.",
            1,
            "{\"type\":\"object\"}",
            "a2c799262a3ce3c19ef5cdd983bf3d12b43ab3c426227091b909dcb7054738c0",
            Instant.parse("2026-01-01T00:00:00Z"));

    private final NavigableMap<SchemaId, Stored> schemas =
            new TreeMap<>(Comparator.comparing(SchemaId::uuid).reversed());
    private final StreamRepository streams;
    private boolean away;

    /// @param versions by number, those that are deleted included
    private record Stored(CompatibilityMode mode, NavigableMap<Integer, SchemaVersion> versions) {

        Schema schema() {
            return new Schema(latest(), mode, versions.lastKey());
        }

        SchemaVersion latest() {
            return present(version -> true).reduce((lower, higher) -> higher).orElseThrow();
        }

        Stream<SchemaVersion> present(Predicate<SchemaVersion> wanted) {
            return versions.values().stream()
                    .filter(version -> version.status() != VersionStatus.DELETED)
                    .filter(wanted);
        }
    }

    /// Schemas that no stream uses.
    public InMemorySchemaRepository() {
        this(new InMemoryStreamRepository());
    }

    /// Schemas that those streams use.
    public InMemorySchemaRepository(StreamRepository streams) {
        this.streams = streams;
        put(ANY, CompatibilityMode.BACKWARD);
    }

    /// From now on every call throws, until [#comeBack].
    public synchronized void goAway() {
        away = true;
    }

    public synchronized void comeBack() {
        away = false;
    }

    /// As [#create(SchemaVersion, CompatibilityMode)] with the usual mode.
    public boolean create(SchemaVersion first) {
        return create(first, CompatibilityMode.DEFAULT);
    }

    @Override
    public synchronized boolean create(SchemaVersion first, CompatibilityMode mode) {
        requirePresent();
        if (first.version() != 1) {
            throw new IllegalArgumentException("a new schema begins with version 1: %d".formatted(first.version()));
        }
        if (named(first.name()).isPresent()) {
            return false;
        }
        if (schemas.containsKey(first.schemaId())) {
            throw new StorageException("storing schema %s: its id exists".formatted(first.schemaId()));
        }
        put(first, mode);
        return true;
    }

    @Override
    public synchronized boolean add(Schema seen, SchemaVersion next) {
        requirePresent();
        if (next.version() != seen.lastVersion() + 1) {
            throw new IllegalArgumentException(
                    "version %d does not follow %d".formatted(next.version(), seen.lastVersion()));
        }
        Stored stored = schemas.get(next.schemaId());
        if (stored == null || !stored.schema().sameVersions(seen)) {
            return false;
        }
        if (find(next.schemaId(), next.fingerprint()).isPresent()) {
            throw new StorageException("storing version %d: its definition exists".formatted(next.version()));
        }
        stored.versions().put(next.version(), as(next, stored.latest().description(), next.status()));
        return true;
    }

    @Override
    public synchronized Optional<Schema> find(SchemaId id) {
        requirePresent();
        return Optional.ofNullable(schemas.get(id)).map(Stored::schema);
    }

    @Override
    public synchronized Optional<SchemaVersion> find(SchemaId id, int version) {
        requirePresent();
        return Optional.ofNullable(schemas.get(id))
                .flatMap(stored -> Optional.ofNullable(stored.versions().get(version)));
    }

    @Override
    public synchronized Optional<SchemaVersion> find(SchemaId id, String fingerprint) {
        requirePresent();
        return Optional.ofNullable(schemas.get(id))
                .flatMap(stored -> stored.present(
                                version -> version.fingerprint().equals(fingerprint))
                        .findFirst());
    }

    @Override
    public synchronized Optional<SchemaVersion> latest(SchemaId id) {
        return find(id).map(Schema::latest);
    }

    @Override
    public synchronized Optional<SchemaVersion> latest(SchemaName name) {
        requirePresent();
        return named(name).map(Stored::latest);
    }

    @Override
    public synchronized List<Schema> list(@Nullable String namespace, int limit, @Nullable SchemaId before) {
        requirePresent();
        requireLimit(limit);
        NavigableMap<SchemaId, Stored> older = before == null ? schemas : schemas.tailMap(before, false);
        return older.values().stream()
                .filter(stored ->
                        namespace == null || stored.latest().name().namespace().equals(namespace))
                .limit(limit)
                .map(Stored::schema)
                .map(InMemorySchemaRepository::withoutDefinition)
                .toList();
    }

    @Override
    public synchronized List<SchemaVersion> versions(SchemaId id, int limit, int after) {
        requirePresent();
        requireLimit(limit);
        Stored stored = schemas.get(id);
        return stored == null
                ? List.of()
                : stored.versions().tailMap(after, false).values().stream()
                        .limit(limit)
                        .map(SchemaVersion::withoutDefinition)
                        .toList();
    }

    private static Schema withoutDefinition(Schema schema) {
        return new Schema(schema.latest().withoutDefinition(), schema.compatibilityMode(), schema.lastVersion());
    }

    @Override
    public synchronized Optional<Schema> change(
            SchemaId id, @Nullable String description, @Nullable CompatibilityMode mode) {
        requirePresent();
        Stored stored = schemas.get(id);
        if (stored == null) {
            return Optional.empty();
        }
        if (description != null) {
            stored.versions().replaceAll((number, version) -> as(version, description, version.status()));
        }
        schemas.put(id, new Stored(Objects.requireNonNullElse(mode, stored.mode()), stored.versions()));
        return find(id);
    }

    @Override
    public synchronized VersionChange change(SchemaId id, int version, VersionStatus status) {
        Optional<SchemaVersion> found = find(id, version);
        if (found.isEmpty()) {
            return new VersionChange.Absent();
        }
        SchemaVersion current = found.get();
        if (current.status() == status) {
            return new VersionChange.Changed(current);
        }
        if (current.status() == VersionStatus.DELETED) {
            return new VersionChange.Final();
        }
        Stored stored = Objects.requireNonNull(schemas.get(id));
        if (status == VersionStatus.DELETED) {
            int latest = stored.latest().version();
            List<StreamName> users =
                    users(stream -> stream.schemaId().equals(id) && versionOf(stream, latest) == version);
            if (!users.isEmpty()) {
                return new VersionChange.InUse(users);
            }
            if (stored.present(other -> other.version() != version).findAny().isEmpty()) {
                return new VersionChange.OnlyOne();
            }
        }
        SchemaVersion changed = as(current, current.description(), status);
        stored.versions().put(version, changed);
        return new VersionChange.Changed(changed);
    }

    @Override
    public synchronized SchemaDeletion delete(SchemaId id) {
        requirePresent();
        if (!schemas.containsKey(id)) {
            return new SchemaDeletion.Absent();
        }
        List<StreamName> users = users(stream -> stream.schemaId().equals(id));
        if (!users.isEmpty()) {
            return new SchemaDeletion.InUse(users);
        }
        schemas.remove(id);
        return new SchemaDeletion.Deleted();
    }

    private static int versionOf(StreamDefinition stream, int latest) {
        return stream.versionChoice() instanceof VersionChoice.Pinned(int pinned) ? pinned : latest;
    }

    private List<StreamName> users(Predicate<StreamDefinition> use) {
        return streams.list(1000, null).stream()
                .filter(use)
                .map(StreamDefinition::name)
                .sorted(Comparator.comparing(StreamName::value))
                .limit(STREAMS_NAMED_MAX)
                .toList();
    }

    private void put(SchemaVersion first, CompatibilityMode mode) {
        NavigableMap<Integer, SchemaVersion> versions = new TreeMap<>();
        versions.put(1, as(first, first.description(), first.status()));
        schemas.put(first.schemaId(), new Stored(mode, versions));
    }

    /// The version as a store keeps it, with that description and status.
    private static SchemaVersion as(SchemaVersion version, String description, VersionStatus status) {
        return new SchemaVersion(
                version.schemaId(),
                version.name(),
                description,
                version.version(),
                version.definition(),
                version.fingerprint(),
                version.createdAt().truncatedTo(ChronoUnit.MICROS),
                status);
    }

    private Optional<Stored> named(SchemaName name) {
        return schemas.values().stream()
                .filter(stored -> stored.latest().name().equals(name))
                .findFirst();
    }

    private static void requireLimit(int limit) {
        if (limit < 1 || limit > 1000) {
            throw new IllegalArgumentException("limit outside 1..1000: %d".formatted(limit));
        }
    }

    private void requirePresent() {
        if (away) {
            throw new StorageException("the schemas are away");
        }
    }
}
