package io.ttdust.application.schema;

import io.ttdust.application.port.catalog.SchemaRepository;
import io.ttdust.application.port.schema.CompatibilityChecker;
import io.ttdust.application.port.schema.SchemaCompiler;
import io.ttdust.application.schema.Succession.Verdict;
import io.ttdust.domain.problem.Result;
import io.ttdust.domain.schema.Incompatibility;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells what adding a version would answer, and adds none.
public final class CheckCompatibility {

    private final FindSchemas findSchemas;
    private final Succession succession;

    public CheckCompatibility(SchemaRepository schemas, SchemaCompiler compiler, CompatibilityChecker checker) {
        this.findSchemas = new FindSchemas(schemas);
        this.succession = new Succession(schemas, compiler, checker);
    }

    /// Compares `definition` with the schema's latest version.
    ///
    /// @param mode name of the mode it is held to; null for the schema's own
    /// @return what speaks against it, nothing if it is a version already; or `INVALID_REQUEST` for what is no
    ///     id or mode, `NOT_FOUND`, `SCHEMA_INVALID` or `INVALID_JSON` with the places that are wrong
    public Result<List<Incompatibility>> check(String id, String definition, @Nullable String mode) {
        return findSchemas
                .find(id)
                .then(schema -> succession
                        .candidate(definition, mode)
                        .then(candidate -> Result.ok(
                                switch (succession.judge(schema, candidate)) {
                                    case Verdict.Known known -> List.of();
                                    case Verdict.Compared(var against, var found) -> found;
                                })));
    }
}
