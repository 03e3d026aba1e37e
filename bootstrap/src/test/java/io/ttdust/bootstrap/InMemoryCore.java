package io.ttdust.bootstrap;

import io.ttdust.application.ingest.IdempotencyKeys;
import io.ttdust.application.port.access.InMemoryApiKeyRepository;
import io.ttdust.application.port.catalog.InMemoryDataFileCatalog;
import io.ttdust.application.port.catalog.InMemoryNodeRegistry;
import io.ttdust.application.port.catalog.InMemorySchemaRepository;
import io.ttdust.application.port.catalog.InMemorySecretRepository;
import io.ttdust.application.port.catalog.InMemoryStreamRepository;
import io.ttdust.application.port.log.InMemoryRecordLog;
import io.ttdust.application.port.schema.CompiledSchema;
import io.ttdust.application.port.schema.SchemaCompiler;
import io.ttdust.application.port.storage.InMemoryColumnFileFormat;
import io.ttdust.application.port.storage.InMemoryObjectStore;
import io.ttdust.application.pressure.Backpressure;
import io.ttdust.domain.problem.Result;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// The core over ports in memory, as a function or a test uses it.
public final class InMemoryCore {

    private InMemoryCore() {}

    public static Core over(InMemoryRecordLog log) {
        InstantSource clock = InstantSource.system();
        SchemaCompiler anything =
                definition -> Result.ok(new CompiledSchema("0".repeat(64), (bytes, from, length) -> null));
        return Core.assemble(
                new Ports(
                        log,
                        new StoragePorts(
                                log,
                                new InMemoryDataFileCatalog(new InMemoryNodeRegistry()),
                                new InMemoryObjectStore(),
                                new InMemoryColumnFileFormat()),
                        anything,
                        (before, after, mode) -> List.of(),
                        new InMemorySchemaRepository(),
                        new InMemoryStreamRepository(),
                        new InMemoryApiKeyRepository(),
                        new InMemorySecretRepository(),
                        List.of(),
                        Meters.NONE),
                clock,
                new IdempotencyKeys(clock, 1000),
                new Backpressure(32 << 20, Duration.ofMillis(200)),
                Duration.ofHours(1));
    }

    /// What a use case that cannot refuse here has answered.
    public static <T> T value(Result<T> result) {
        return switch (result) {
            case Result.Ok<T>(T value) -> value;
            case Result.Refused<T>(var problem) -> throw new IllegalStateException(problem.message());
        };
    }
}
