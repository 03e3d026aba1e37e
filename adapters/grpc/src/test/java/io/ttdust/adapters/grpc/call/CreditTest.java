package io.ttdust.adapters.grpc.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("F27")
class CreditTest {

    private static final int WINDOW = 4 << 20;
    private static final int SMALL = 64 << 10;

    private final AtomicBoolean asksForLess = new AtomicBoolean();
    private final MessageBudget budget = new MessageBudget(1 << 20, asksForLess::get);
    private final CallBytes call = new CallBytes(budget);

    @Test
    void aCallMayHoldItsWindowWhileThereIsRoom() {
        assertThat(call.windowBytes(WINDOW)).isEqualTo(WINDOW);
    }

    @Test
    void itMayHoldLittleWhileHalfOfTheMemoryIsTaken() {
        assertThat(call.tryTake((1 << 19) + 1)).isTrue();
        assertThat(call.windowBytes(WINDOW)).isEqualTo(SMALL);

        call.giveBack(1 << 19);
        assertThat(call.windowBytes(WINDOW)).isEqualTo(WINDOW);
    }

    @Test
    void itMayHoldLittleWhileWhatIsBehindTheServerAsksForLess() {
        asksForLess.set(true);
        assertThat(call.windowBytes(WINDOW)).isEqualTo(SMALL);
        assertThat(call.windowBytes(1000)).isEqualTo(1000);

        asksForLess.set(false);
        assertThat(call.windowBytes(WINDOW)).isEqualTo(WINDOW);
    }
}
