package io.ttdust.domain.ingest;

import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.problem.Violation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Why a batch that is written whole or not at all is not written.
public final class AtomicRefusal {

    private AtomicRefusal() {}

    /// Names every record that cannot be written, in violations whose pointers begin with its place in the batch,
    /// with the code of the first.
    ///
    /// @return null if none of them keeps the batch out: duplicates do not
    public static @Nullable Problem of(List<IngestOutcome.Other> others) {
        Problem first = null;
        int firstIndex = -1;
        List<Violation> violations = new ArrayList<>();
        for (IngestOutcome.Other other : others) {
            Problem problem = problemOf(other.verdict());
            if (problem != null) {
                if (first == null) {
                    first = problem;
                    firstIndex = other.index();
                }
                addTo(violations, other.index(), problem);
            }
        }
        return first == null
                ? null
                : new Problem(
                        first.code(),
                        "nothing was written, since record %d cannot be: %s".formatted(firstIndex, first.message()),
                        violations,
                        first.retryAfter());
    }

    private static void addTo(List<Violation> violations, int index, Problem problem) {
        if (problem.violations().isEmpty()) {
            violations.add(new Violation("/" + index, problem.code().name(), problem.message()));
        }
        for (Violation violation : problem.violations()) {
            violations.add(violation.below("/" + index));
        }
    }

    private static @Nullable Problem problemOf(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Duplicate duplicate -> null;
            case Verdict.Rejected(Problem problem) -> problem;
            case Verdict.KeyConflict(Problem problem) -> problem;
            case Verdict.RefusedForNow(Problem problem) -> problem;
        };
    }
}
