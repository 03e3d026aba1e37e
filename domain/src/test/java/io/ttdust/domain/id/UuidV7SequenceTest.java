package io.ttdust.domain.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class UuidV7SequenceTest {

    private static final long NOW = 1_700_000_000_123L;

    @Test
    void growsWithinAMillisecond() {
        UuidV7Sequence ids = new UuidV7Sequence(new Random(1));
        String last = "";

        for (int i = 0; i < 1_000; i++) {
            UUID id = ids.next(NOW);
            assertThat(id.toString()).isGreaterThan(last);
            assertThat(UuidV7.unixMillis(id)).isEqualTo(NOW);
            assertThat(id.version()).isEqualTo(7);
            assertThat(id.variant()).isEqualTo(2);
            last = id.toString();
        }
    }

    @Test
    void growsWhenTheClockStepsBack() {
        UuidV7Sequence ids = new UuidV7Sequence(new Random(2));
        UUID before = ids.next(NOW);

        UUID after = ids.next(NOW - 3_600_000);

        assertThat(after.toString()).isGreaterThan(before.toString());
        assertThat(UuidV7.unixMillis(after)).isEqualTo(NOW);
        assertThat(UuidV7.unixMillis(ids.next(NOW + 1))).isEqualTo(NOW + 1);
    }

    @Test
    void growsIntoTheNextMillisecondWhenThisOneHasNoBitsLeft() {
        RandomGenerator greatest = () -> -1L;
        UuidV7Sequence ids = new UuidV7Sequence(greatest);
        UUID last = ids.next(NOW);

        int made = 1;
        while (UuidV7.unixMillis(last) == NOW) {
            UUID next = ids.next(NOW);
            assertThat(next.toString().compareTo(last.toString())).isPositive();
            last = next;
            made++;
        }

        assertThat(UuidV7.unixMillis(last)).isEqualTo(NOW + 1);
        assertThat(made).isGreaterThan(131_072);
    }

    @Test
    void refusesATimeOutsideItsRange() {
        UuidV7Sequence ids = new UuidV7Sequence(new Random(3));

        assertThatThrownBy(() -> ids.next(UuidV7.MILLIS_MAX + 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
