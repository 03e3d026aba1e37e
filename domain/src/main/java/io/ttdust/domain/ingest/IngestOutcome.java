package io.ttdust.domain.ingest;

import io.ttdust.domain.problem.Problem;
import java.util.List;

/// What became of a batch.
public sealed interface IngestOutcome {

    /// Every record has a verdict: it lies in exactly one run of `accepted` or stands in `others` (ascending by
    /// index).
    ///
    /// @param receiveMicros receive time of the first accepted run, Unix microseconds; 0 when none was accepted
    record Answered(List<AcceptedRun> accepted, List<Other> others, Durability durability, long receiveMicros)
            implements IngestOutcome {

        public int acceptedCount() {
            int count = 0;
            for (AcceptedRun run : accepted) {
                count += run.count();
            }
            return count;
        }
    }

    /// The whole batch was refused and nothing of it written.
    record Refused(Problem problem) implements IngestOutcome {}

    /// A record that is not in a run of accepted ones.
    ///
    /// @param index its place in the batch as offered
    record Other(int index, Verdict verdict) {}
}
