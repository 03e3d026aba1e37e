package io.ttdust.application.port.schema;

import io.ttdust.domain.schema.PayloadSchema;

/// What compiling a definition gives.
///
/// @param fingerprint lower-case hex SHA-256 of the definition's canonical JSON (RFC 8785)
public record CompiledSchema(String fingerprint, PayloadSchema schema) {}
