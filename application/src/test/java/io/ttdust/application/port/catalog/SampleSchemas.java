package io.ttdust.application.port.catalog;

import io.ttdust.domain.id.SchemaId;
import io.ttdust.domain.id.UuidV7;
import io.ttdust.domain.schema.SchemaName;
import io.ttdust.domain.schema.SchemaVersion;
import io.ttdust.domain.schema.VersionStatus;
import java.time.Instant;
import java.util.Random;

/// Schemas and versions that differ in every member, by number.
final class SampleSchemas {

    /// When schema 0 was created; each one a millisecond after the one before.
    static final long CREATED_MILLIS = 1_780_000_000_000L;

    private SampleSchemas() {}

    static SchemaId id(int number) {
        return new SchemaId(UuidV7.of(CREATED_MILLIS + number, new Random(number)));
    }

    /// The first version of a schema.
    static SchemaVersion schema(int number, SchemaName name) {
        return new SchemaVersion(
                id(number),
                name,
                "schema number " + number,
                1,
                "{\"type\":\"object\",\"title\":\"%d\"}".formatted(number),
                "%064x".formatted(number),
                Instant.ofEpochMilli(CREATED_MILLIS + number));
    }

    /// A further version of the schema that begins with `first`.
    static SchemaVersion version(SchemaVersion first, int number) {
        return version(first, number, "%064x".formatted(100 * number));
    }

    static SchemaVersion version(SchemaVersion first, int number, String fingerprint) {
        return new SchemaVersion(
                first.schemaId(),
                first.name(),
                first.description(),
                number,
                "{\"title\":\"%s\"}".formatted(fingerprint),
                fingerprint,
                first.createdAt().plusSeconds(number));
    }

    static SchemaVersion with(SchemaVersion version, VersionStatus status) {
        return new SchemaVersion(
                version.schemaId(),
                version.name(),
                version.description(),
                version.version(),
                version.definition(),
                version.fingerprint(),
                version.createdAt(),
                status);
    }
}
