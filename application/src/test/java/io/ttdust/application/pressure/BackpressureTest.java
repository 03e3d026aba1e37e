package io.ttdust.application.pressure;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class BackpressureTest {

    private static final StreamId HOT = stream(0);

    private final Backpressure backpressure = new Backpressure(1000, Duration.ofMillis(200));

    private static StreamId stream(int number) {
        return new StreamId(new UUID(0x7000L, 0x8000_0000_0000_0000L + number));
    }

    @Test
    @Tag("F27")
    void theLastTenthIsForStreamsWithLittleInFlight() {
        assertThat(backpressure.reserve(HOT, 900)).isNull();

        assertThat(backpressure.reserve(HOT, 10)).extracting(Problem::code).isEqualTo(ErrorCode.OVERLOADED);
        assertThat(backpressure.reserve(stream(1), 300)).isNotNull();
        for (int i = 1; i <= 10; i++) {
            assertThat(backpressure.reserve(stream(i), 10)).as("stream %d", i).isNull();
        }
        assertThat(backpressure.reserve(stream(11), 10))
                .as("at the bound itself")
                .isNotNull();
        assertThat(backpressure.inFlightBytes()).isEqualTo(1000);
    }

    @Test
    void whatIsGivenBackCanBeTakenAgain() {
        assertThat(backpressure.reserve(HOT, 500)).isNull();
        assertThat(backpressure.reserve(HOT, 400)).isNull();
        assertThat(backpressure.reserve(HOT, 400)).isNotNull();
        backpressure.release(HOT, 500);

        assertThat(backpressure.reserve(HOT, 500)).isNull();
        backpressure.release(HOT, 500);
        backpressure.release(HOT, 400);
        assertThat(backpressure.inFlightBytes()).isZero();
    }

    @Test
    void oneRequestFitsWhenNothingElseIsInFlightWhateverItsSize() {
        assertThat(backpressure.reserve(HOT, 5000)).isNull();
        assertThat(backpressure.reserve(stream(1), 1)).isNotNull();
        backpressure.release(HOT, 5000);
        assertThat(backpressure.reserve(stream(1), 1)).isNull();
    }
}
