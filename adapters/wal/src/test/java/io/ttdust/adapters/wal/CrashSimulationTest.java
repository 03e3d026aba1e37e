package io.ttdust.adapters.wal;

import static org.assertj.core.api.Assertions.fail;

import io.ttdust.adapters.wal.story.LogStory;
import io.ttdust.adapters.wal.story.RealThreads;
import io.ttdust.adapters.wal.story.Tally;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Stories of logs whose threads run as they like, with seeds that nobody ran before. A failure names the seed of its
/// log; what is left to the threads' timing is where exactly a kill meets a commit. `./ttdust simulate log` tells the
/// same stories with threads that take turns, so that they repeat.
@Timeout(110)
class CrashSimulationTest {

    private static final int LOGS = 100;

    @Test
    @Tag("F01")
    @Tag("F02")
    @Tag("F08")
    @Tag("F09")
    @Tag("F13")
    void whatWasAcknowledgedIsThereOnceAndNothingIsTorn() {
        long first = System.nanoTime();
        for (long seed = first; seed < first + Integer.getInteger("sim.logs", LOGS); seed++) {
            try {
                LogStory.live(seed, new RealThreads(), new Tally());
            } catch (AssertionError | Exception e) {
                fail("seed %dL".formatted(seed), e);
            }
        }
    }
}
