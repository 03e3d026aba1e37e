package io.ttdust.adapters.postgres;

import io.ttdust.domain.access.ApiKey;
import io.ttdust.domain.access.Role;
import io.ttdust.domain.id.ApiKeyId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/// A row of `api_keys`.
record ApiKeyRow(UUID keyId, String name, String role, String sha256, OffsetDateTime createdAt) {

    static ApiKeyRow of(ApiKey key) {
        return new ApiKeyRow(
                key.id().uuid(),
                key.name(),
                key.role().word(),
                key.sha256(),
                // The driver would round what PostgreSQL cannot hold.
                key.createdAt().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC));
    }

    static ApiKeyRow read(ResultSet row) throws SQLException {
        return new ApiKeyRow(
                row.getObject("key_id", UUID.class),
                row.getString("name"),
                row.getString("role"),
                row.getString("sha256"),
                row.getObject("created_at", OffsetDateTime.class));
    }

    ApiKey toDomain() {
        return new ApiKey(new ApiKeyId(keyId), name, parsedRole(), sha256, createdAt.toInstant());
    }

    private Role parsedRole() {
        for (Role candidate : Role.values()) {
            if (candidate.word().equals(role)) {
                return candidate;
            }
        }
        throw new IllegalStateException("API key %s has role '%s'".formatted(keyId, role));
    }
}
