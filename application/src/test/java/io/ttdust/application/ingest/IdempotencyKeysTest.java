package io.ttdust.application.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.application.ingest.KeyState.Free;
import io.ttdust.application.ingest.KeyState.InFlight;
import io.ttdust.application.ingest.KeyState.KeyPlace;
import io.ttdust.application.ingest.KeyState.Used;
import io.ttdust.application.keyfile.KeyHash;
import io.ttdust.application.keyfile.KeyHasher;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.id.UuidV7;
import io.ttdust.domain.record.BodyFingerprint;
import io.ttdust.domain.record.Micros;
import io.ttdust.domain.record.RecordBatch;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class IdempotencyKeysTest {

    private static final StreamId STREAM = new StreamId(UuidV7.of(1, new Random(1)));
    private static final KeyHash FIRST = new KeyHasher().of(STREAM, "first");
    private static final KeyHash LAST = new KeyHasher().of(STREAM, "last");
    private static final BodyFingerprint PRINT =
            RecordBatch.builder(1, 8).add("{}".getBytes(UTF_8)).build().fingerprint(0);

    private final MutableClock clock = new MutableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final IdempotencyKeys keys = new IdempotencyKeys(clock, 1000);

    @Test
    void theKeysOfAnAppendAreAllRememberedBeforeAnybodyHearsOfOne() {
        CompletableFuture<KeyState> seen = reserved(FIRST).thenApply(place -> keys.lookUp(LAST, PRINT));
        assertThat(reserved(LAST)).isNotDone();
        long micros = Micros.of(clock.instant());

        keys.settle(new @Nullable KeyHash[] {FIRST, null, LAST}, new KeyPlace(3, 7, micros));

        assertThat(seen).isCompletedWithValue(new Used(new KeyPlace(3, 9, micros)));
        assertThat(keys.lookUp(FIRST, PRINT)).isEqualTo(new Used(new KeyPlace(3, 7, micros)));
        assertThat(keys.size()).isEqualTo(2);
    }

    @Test
    void whoHearsOfAKeyDoesNotHoldUpOthers() {
        CompletableFuture<KeyState> seen = reserved(FIRST)
                .thenApply(place -> CompletableFuture.supplyAsync(() -> keys.lookUp(LAST, PRINT))
                        .orTimeout(10, TimeUnit.SECONDS)
                        .join());

        keys.settle(new @Nullable KeyHash[] {FIRST}, new KeyPlace(0, 0, Micros.of(clock.instant())));

        assertThat(seen).isCompletedWithValue(new Free());
    }

    private CompletableFuture<@Nullable KeyPlace> reserved(KeyHash key) {
        assertThat(keys.reserve(key, PRINT)).isInstanceOf(Free.class);
        return ((InFlight) keys.lookUp(key, PRINT)).settled();
    }
}
