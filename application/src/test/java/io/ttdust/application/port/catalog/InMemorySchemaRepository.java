package io.ttdust.application.port.catalog;

import io.ttdust.application.port.StorageException;
import io.ttdust.domain.id.SchemaId;
import io.ttdust.domain.schema.SchemaName;
import io.ttdust.domain.schema.SchemaVersion;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
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

    private final NavigableMap<SchemaId, SchemaVersion> schemas =
            new TreeMap<>(Comparator.comparing(SchemaId::uuid).reversed());
    private boolean away;

    public InMemorySchemaRepository() {
        schemas.put(ANY.schemaId(), ANY);
    }

    /// From now on every call throws, until [#comeBack].
    public synchronized void goAway() {
        away = true;
    }

    public synchronized void comeBack() {
        away = false;
    }

    @Override
    public synchronized boolean create(SchemaVersion first) {
        requirePresent();
        if (first.version() != 1) {
            throw new IllegalArgumentException("a new schema begins with version 1: %d".formatted(first.version()));
        }
        if (latestOf(first.name()).isPresent()) {
            return false;
        }
        if (schemas.containsKey(first.schemaId())) {
            throw new StorageException("storing schema %s: its id exists".formatted(first.schemaId()));
        }
        schemas.put(
                first.schemaId(),
                new SchemaVersion(
                        first.schemaId(),
                        first.name(),
                        first.description(),
                        first.version(),
                        first.definition(),
                        first.fingerprint(),
                        first.createdAt().truncatedTo(ChronoUnit.MICROS)));
        return true;
    }

    @Override
    public synchronized Optional<SchemaVersion> find(SchemaId id, int version) {
        return latest(id).filter(schema -> schema.version() == version);
    }

    @Override
    public synchronized Optional<SchemaVersion> latest(SchemaId id) {
        requirePresent();
        return Optional.ofNullable(schemas.get(id));
    }

    @Override
    public synchronized Optional<SchemaVersion> latest(SchemaName name) {
        requirePresent();
        return latestOf(name);
    }

    @Override
    public synchronized List<SchemaVersion> list(@Nullable String namespace, int limit, @Nullable SchemaId before) {
        requirePresent();
        if (limit < 1 || limit > 1000) {
            throw new IllegalArgumentException("limit outside 1..1000: %d".formatted(limit));
        }
        NavigableMap<SchemaId, SchemaVersion> older = before == null ? schemas : schemas.tailMap(before, false);
        return older.values().stream()
                .filter(schema -> namespace == null || schema.name().namespace().equals(namespace))
                .limit(limit)
                .toList();
    }

    private Optional<SchemaVersion> latestOf(SchemaName name) {
        return schemas.values().stream()
                .filter(schema -> schema.name().equals(name))
                .findFirst();
    }

    private void requirePresent() {
        if (away) {
            throw new StorageException("the schemas are away");
        }
    }
}
