package io.ttdust.application.port.schema;

import io.ttdust.domain.schema.CompatibilityMode;
import io.ttdust.domain.schema.Incompatibility;
import java.util.List;

/// Compares versions of a schema. Sound: where it cannot decide, it reports an incompatibility and says so.
public interface CompatibilityChecker {

    /// Compares two definitions, both of which compile.
    ///
    /// @return what speaks against `after` following `before`, in the order of the definition, at most
    ///     [Incompatibility#REPORTED_MAX]; empty if every record that `mode` speaks of passes
    List<Incompatibility> compare(String before, String after, CompatibilityMode mode);
}
