package io.ttdust.application.port.schema;

import io.ttdust.domain.problem.Result;

/// Compiles JSON Schema draft-07. Contract: never fetches anything; patterns run in linear time; what it cannot
/// judge safely it refuses.
public interface SchemaCompiler {

    /// Compiles `definition`.
    ///
    /// @return the compiled schema, or a problem `SCHEMA_INVALID` (also for a `$ref` that leaves the document
    ///     and for a pattern that has no linear-time form) or `INVALID_JSON`, with violations whose pointers
    ///     point into the definition
    Result<CompiledSchema> compile(String definition);
}
