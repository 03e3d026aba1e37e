package io.ttdust.adapters.wal.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.application.port.StorageException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AcksTest {

    private final List<StorageException> broken = new CopyOnWriteArrayList<>();
    private final List<String> done = new CopyOnWriteArrayList<>();
    private final Acks acks = new Acks("acks-of-a-test", broken::add);

    @Test
    void everythingSubmittedIsDoneInOrderBeforeItCloses() {
        acks.start();
        acks.submit(() -> done.add("a"));
        acks.submit(() -> done.add("b"));

        acks.close();

        assertThat(done).containsExactly("a", "b");
        assertThat(broken).isEmpty();
    }

    @Test
    @Tag("F11")
    void anErrorIsToldAndKeepsNobodyBehindItWaiting() {
        acks.start();
        acks.submit(() -> {
            throw new OutOfMemoryError("a test's");
        });
        acks.submit(() -> done.add("behind it"));

        acks.close();

        assertThat(done).containsExactly("behind it");
        assertThat(broken)
                .singleElement()
                .satisfies(failure -> assertThat(failure).hasRootCauseInstanceOf(OutOfMemoryError.class));
    }
}
