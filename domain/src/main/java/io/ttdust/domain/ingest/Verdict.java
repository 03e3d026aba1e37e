package io.ttdust.domain.ingest;

import io.ttdust.domain.problem.Problem;

/// What became of one record that was not accepted anew. Every transport switches over this type without a
/// `default`, so a new verdict does not compile until each transport has decided how to say it. (Accepted
/// records are answered in runs, see [AcceptedRun], so that a batch does not cost an object per record.)
public sealed interface Verdict {

    /// The key was used within 24 hours for the same body; these are the first record's coordinates.
    record Duplicate(int partition, long offset, long receiveMicros) implements Verdict {}

    /// Breaks the stream's schema or a limit. Not written.
    record Rejected(Problem problem) implements Verdict {}

    /// The key was used within 24 hours for a different body. Not written.
    record KeyConflict(Problem problem) implements Verdict {}

    /// Not now: overloaded, full, or storage away. Not written, or, with `STORAGE_UNAVAILABLE`, of unknown outcome.
    record RefusedForNow(Problem problem) implements Verdict {}
}
