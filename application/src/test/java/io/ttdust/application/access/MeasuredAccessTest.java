package io.ttdust.application.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.application.ingest.MutableClock;
import io.ttdust.application.port.access.InMemoryApiKeyRepository;
import io.ttdust.application.port.telemetry.TallyingAccessMeter;
import io.ttdust.domain.access.Permission;
import io.ttdust.domain.access.Principal;
import io.ttdust.domain.access.Role;
import io.ttdust.domain.access.StreamAction;
import io.ttdust.domain.access.StreamGrant;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.id.UuidV7;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MeasuredAccessTest {

    private final MutableClock clock = new MutableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final InMemoryApiKeyRepository keys = new InMemoryApiKeyRepository();
    private final TallyingAccessMeter meter = new TallyingAccessMeter();

    @Test
    void everyCheckOfAKeyIsToldOnce() {
        Authenticate authenticate = new Authenticate(keys, clock, Duration.ofHours(1), meter);
        String secret = new EnsureAdminKey(keys, clock, new Random(1))
                .ensure()
                .orElseThrow()
                .reveal();

        authenticate.authenticate(null, secret);
        authenticate.authenticate(null, "nonsense");
        authenticate.authenticate(null, null);
        keys.goAway();
        authenticate.authenticate(null, "ttd_live_" + "ab".repeat(32));

        assertThat(meter.lines)
                .containsExactly("ok", "AUTHENTICATION_FAILED", "AUTHENTICATION_FAILED", "STORAGE_UNAVAILABLE");
    }

    @Test
    void everyRefusalIsToldOnceAndNothingElseIs() {
        Authorize authorize = new Authorize(meter);
        StreamId own = new StreamId(UuidV7.of(1, new Random(1)));
        Principal writer =
                new Principal("key_1", Role.WRITER, List.of(new StreamGrant(own, Set.of(StreamAction.WRITE))));

        authorize.role(writer, Permission.RECORDS_INGEST);
        authorize.onStream(writer, Permission.RECORDS_INGEST, own, "own");
        assertThat(meter.lines).isEmpty();

        authorize.role(writer, Permission.API_KEY_READ);
        authorize.onStream(writer, Permission.STREAM_WRITE, own, "own");
        authorize.onStream(writer, Permission.RECORDS_INGEST, null, "*");
        assertThat(meter.lines).containsExactly("denied", "denied", "denied");
    }
}
