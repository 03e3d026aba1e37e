package io.ttdust.application.stream;

import io.ttdust.application.port.catalog.SchemaRepository;
import io.ttdust.application.port.schema.CompiledSchema;
import io.ttdust.application.port.schema.SchemaCompiler;
import io.ttdust.domain.id.SchemaId;
import io.ttdust.domain.problem.Result;
import io.ttdust.domain.schema.PayloadSchema;
import io.ttdust.domain.schema.SchemaVersion;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/// Versions of schemas, compiled once for all streams that use them. A version never changes, so nothing in here
/// goes stale. Safe for all threads.
///
/// Bounded by the number of versions and by the bytes of their definitions, which what is compiled of them is
/// proportional to. Beyond it those used longest ago go; streams that have them in force keep them.
final class CompiledSchemas {

    private static final int VERSIONS_MAX = 4096;

    private final SchemaRepository schemas;
    private final SchemaCompiler compiler;
    private final long bytesMax;
    private final LinkedHashMap<Key, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    private record Key(SchemaId schema, int version) {}

    private record Kept(PayloadSchema schema, int bytes) {}

    /// @param bytesMax of all definitions together
    CompiledSchemas(SchemaRepository schemas, SchemaCompiler compiler, long bytesMax) {
        this.schemas = schemas;
        this.compiler = compiler;
        this.bytesMax = bytesMax;
    }

    /// That version, compiled.
    ///
    /// @throws io.ttdust.application.port.StorageException if the store is away and it is not kept
    /// @throws IllegalStateException if it is not stored, or no longer compiles
    PayloadSchema find(SchemaId schema, int version) {
        Key key = new Key(schema, version);
        PayloadSchema known = known(key);
        if (known != null) {
            return known;
        }
        SchemaVersion stored = schemas.find(schema, version)
                .orElseThrow(() ->
                        new IllegalStateException("a stream has version %d of schema %s in force, which is not stored"
                                .formatted(version, schema)));
        PayloadSchema compiled = compiled(stored);
        return keep(key, new Kept(compiled, stored.definition().getBytes(StandardCharsets.UTF_8).length));
    }

    private synchronized @Nullable PayloadSchema known(Key key) {
        Kept found = kept.get(key);
        return found == null ? null : found.schema;
    }

    /// What is kept from now on: the first of several that were compiled at once.
    private synchronized PayloadSchema keep(Key key, Kept compiled) {
        Kept first = kept.putIfAbsent(key, compiled);
        if (first != null) {
            return first.schema;
        }
        bytes += compiled.bytes;
        while (kept.size() > 1 && (bytes > bytesMax || kept.size() > VERSIONS_MAX)) {
            bytes -= kept.pollFirstEntry().getValue().bytes;
        }
        return compiled.schema;
    }

    private PayloadSchema compiled(SchemaVersion version) {
        return switch (compiler.compile(version.definition())) {
            case Result.Ok<CompiledSchema>(CompiledSchema compiled) -> compiled.schema();
            case Result.Refused<CompiledSchema> refused ->
                throw new IllegalStateException("stored schema %s version %d no longer compiles: %s"
                        .formatted(
                                version.name(),
                                version.version(),
                                refused.problem().message()));
        };
    }
}
