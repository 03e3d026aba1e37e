package io.ttdust.benchmarks.load;

import io.ttdust.proto.ingestion.v1.AcceptedRun;
import io.ttdust.proto.ingestion.v1.Durability;
import io.ttdust.proto.ingestion.v1.IngestRecordsResponse;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Counts what was acknowledged, and holds on to the first answer that should not have come. May be used from any
/// thread.
public final class Answers {

    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong notAccepted = new AtomicLong();
    private final AtomicReference<@Nullable String> problem = new AtomicReference<>();

    /// Takes the answer to frame `frameId` of `records` records, all of which should have been accepted and synced.
    public void take(IngestRecordsResponse answer, long frameId, int records) {
        int accepted = acceptedIn(answer);
        acknowledged.addAndGet(accepted);
        if (accepted != records || answer.getFrameId() != frameId) {
            notAccepted.addAndGet(records - accepted);
            broken("frame %d of %d records was answered: %s".formatted(frameId, records, answer));
        } else if (answer.getDurability() != Durability.DURABILITY_FSYNC) {
            broken("a frame was acknowledged before it was synced: " + answer.getDurability());
        }
    }

    /// Records that `answer` says are accepted.
    public static int acceptedIn(IngestRecordsResponse answer) {
        int accepted = 0;
        for (AcceptedRun run : answer.getAcceptedList()) {
            accepted += run.getCount();
        }
        return accepted;
    }

    /// Takes records acknowledged by other means.
    public void accepted(long records) {
        acknowledged.addAndGet(records);
    }

    /// Something happened that makes the run prove nothing.
    public void broken(String what) {
        problem.compareAndSet(null, what);
    }

    public long acknowledged() {
        return acknowledged.get();
    }

    public long notAccepted() {
        return notAccepted.get();
    }

    /// The first thing that went wrong; null when all is well.
    @Nullable
    public String problem() {
        return problem.get();
    }
}
