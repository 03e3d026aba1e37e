package io.ttdust.adapters.jsonschema;

import io.ttdust.domain.problem.Violation;
import java.util.List;

/// The definition cannot be registered; the violations point into it.
final class SchemaRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<Violation> violations;

    SchemaRefusedException(List<Violation> violations) {
        super("%s violations".formatted(violations.size()), null, false, false);
        this.violations = List.copyOf(violations);
    }

    SchemaRefusedException(String pointer, String keyword, String message) {
        this(List.of(new Violation(pointer, keyword, message)));
    }

    List<Violation> violations() {
        return violations;
    }
}
