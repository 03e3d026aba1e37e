package io.ttdust.adapters.grpc.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OpenCallsTest {

    private final OpenCalls openCalls = new OpenCalls();

    private static final class Counting implements OpenCalls.LongCall {

        private int ended;
        private int checked;

        @Override
        public void end() {
            ended++;
        }

        @Override
        public void checkKey() {
            checked++;
        }
    }

    @Test
    void aKeyIsCheckedWhenItWasNotForAsLongAsTold() throws InterruptedException {
        Counting older = new Counting();
        openCalls.add(older);
        Thread.sleep(50);
        Counting younger = new Counting();
        openCalls.add(younger);

        openCalls.checkKeys(Duration.ofHours(1));
        assertThat(older.checked).isZero();

        openCalls.checkKeys(Duration.ofMillis(50));
        openCalls.checkKeys(Duration.ofHours(1));
        assertThat(older.checked).isEqualTo(1);

        openCalls.checkKeys(Duration.ZERO);
        assertThat(older.checked).isEqualTo(2);
        assertThat(younger.checked).isPositive();
    }

    @Test
    void aCallThatIsRemovedIsToldNothing() {
        Counting call = new Counting();
        openCalls.add(call);
        openCalls.remove(call);

        openCalls.checkKeys(Duration.ZERO);
        openCalls.endAll();

        assertThat(call.checked).isZero();
        assertThat(call.ended).isZero();
    }

    @Test
    void allAreEndedAlsoThoseThatStillCome() {
        Counting before = new Counting();
        Counting after = new Counting();

        openCalls.add(before);
        openCalls.endAll();
        openCalls.add(after);

        assertThat(before.ended).isEqualTo(1);
        assertThat(after.ended).isEqualTo(1);
    }
}
