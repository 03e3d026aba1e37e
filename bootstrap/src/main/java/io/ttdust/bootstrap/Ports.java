package io.ttdust.bootstrap;

import io.ttdust.application.port.access.ApiKeyRepository;
import io.ttdust.application.port.catalog.SchemaRepository;
import io.ttdust.application.port.catalog.SecretRepository;
import io.ttdust.application.port.catalog.StreamRepository;
import io.ttdust.application.port.health.ComponentCheck;
import io.ttdust.application.port.log.RecordLog;
import io.ttdust.application.port.schema.CompatibilityChecker;
import io.ttdust.application.port.schema.SchemaCompiler;
import java.util.List;

/// Everything the use cases need from the world.
public record Ports(
        RecordLog log,
        StoragePorts storage,
        SchemaCompiler compiler,
        CompatibilityChecker compatibility,
        SchemaRepository schemas,
        StreamRepository streams,
        ApiKeyRepository apiKeys,
        SecretRepository secrets,
        List<ComponentCheck> checks,
        Meters meters) {

    public Ports {
        checks = List.copyOf(checks);
    }
}
