package io.ttdust.domain.access;

import io.ttdust.domain.id.ApiKeyId;
import java.time.Instant;

/// A stored API key. The secret itself is shown once, at its creation, and never stored.
///
/// @param sha256 lower-case hex SHA-256 of the secret
public record ApiKey(ApiKeyId id, String name, Role role, String sha256, Instant createdAt) {}
