package io.ttdust.application.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.application.ingest.MutableClock;
import io.ttdust.application.port.access.InMemoryApiKeyRepository;
import io.ttdust.application.port.catalog.InMemorySchemaRepository;
import io.ttdust.application.port.catalog.InMemoryStreamRepository;
import io.ttdust.application.port.schema.FakeSchemaCompiler;
import io.ttdust.application.query.Listing;
import io.ttdust.application.stream.CreateStream;
import io.ttdust.application.stream.FindStream;
import io.ttdust.application.stream.ListStreams;
import io.ttdust.application.stream.StreamCatalog;
import io.ttdust.domain.access.ApiKey;
import io.ttdust.domain.access.Permission;
import io.ttdust.domain.access.Principal;
import io.ttdust.domain.access.StreamAction;
import io.ttdust.domain.access.StreamGrant;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.id.UuidV7;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.problem.Result;
import io.ttdust.domain.stream.StreamDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A key's life: made, bound, used, revoked.
class ApiKeysTest {

    private final MutableClock clock = new MutableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final Random random = new Random(1);
    private final InMemoryApiKeyRepository keys = new InMemoryApiKeyRepository();
    private final InMemoryStreamRepository streams = new InMemoryStreamRepository();
    private final InMemorySchemaRepository schemas = new InMemorySchemaRepository();
    private final CreateApiKey createApiKey = new CreateApiKey(keys, streams, clock, random);
    private final RevokeApiKey revokeApiKey = new RevokeApiKey(keys, clock);
    private final Authenticate authenticate = new Authenticate(keys, clock, Duration.ofHours(1));
    private final StreamCatalog catalog = new StreamCatalog(streams, schemas, new FakeSchemaCompiler());
    private final FindStream findStream = new FindStream(catalog, new Authorize());
    private final StreamId own = stream("own");
    private final StreamId other = stream("other");

    /// Each stream a millisecond after the one before, so that their order is known.
    private StreamId stream(String name) {
        clock.advance(Duration.ofMillis(1));
        return value(new CreateStream(streams, schemas, catalog, clock, random).create(name, null, "", 1, Map.of()))
                .id();
    }

    @Test
    void aNewKeyWorksUntilItExpiresAndOnlyItsHashIsStored() {
        CreateApiKey.Created created = value(createApiKey.create("ci", "writer", null, 7));

        assertThat(keys.list(10, null).toString())
                .doesNotContain(created.secret().reveal());
        assertThat(created.key().grants()).containsExactly(StreamGrant.EVERYTHING);
        assertThat(authenticate.authenticate(null, created.secret().reveal()))
                .isEqualTo(Result.ok(created.key().principal()));
        clock.advance(Duration.ofDays(7));
        assertThat(problem(authenticate.authenticate(null, created.secret().reveal()))
                        .code())
                .isEqualTo(ErrorCode.AUTHENTICATION_FAILED);
    }

    @Test
    void whatWouldNotHoldIsRefused() {
        List<StreamGrant> bound = List.of(grant(own, StreamAction.READ));
        StreamId nowhere = new StreamId(UuidV7.of(1, new Random(7)));

        assertInvalid(createApiKey.create("a", "root", null, null), "/role");
        assertInvalid(createApiKey.create(" ", "reader", null, null), "/name");
        assertInvalid(createApiKey.create("a\nb", "reader", null, null), "/name");
        assertInvalid(createApiKey.create("x".repeat(257), "reader", null, null), "/name");
        assertInvalid(createApiKey.create("a", "reader", null, 0), "/expires_in_days");
        assertInvalid(createApiKey.create("a", "reader", null, 3651), "/expires_in_days");
        assertInvalid(createApiKey.create("a", "reader", List.of(), null), "/stream_permissions");
        assertInvalid(createApiKey.create("a", "admin", bound, null), "/stream_permissions");
        assertThat(problem(createApiKey.create("a", "reader", List.of(grant(nowhere, StreamAction.READ)), null))
                        .code())
                .isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(keys.list(10, null)).isEmpty();
    }

    private static void assertInvalid(Result<CreateApiKey.Created> answer, String pointer) {
        assertThat(problem(answer).code()).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(problem(answer).violations().getFirst().pointer()).isEqualTo(pointer);
    }

    @Test
    @Tag("B14")
    void aBoundKeyFindsItsOwnStreamAndCannotTellAnotherFromNone() {
        Principal bound = principal("writer", List.of(grant(own, StreamAction.READ, StreamAction.WRITE)));

        assertThat(value(findStream.find(bound, Permission.RECORDS_INGEST, "own"))
                        .definition()
                        .id())
                .isEqualTo(own);
        Problem foreign = problem(findStream.find(bound, Permission.RECORDS_INGEST, "other"));
        Problem missing = problem(findStream.find(bound, Permission.RECORDS_INGEST, "nowhere"));

        assertThat(foreign.code()).isEqualTo(ErrorCode.AUTHORIZATION_FAILED);
        assertThat(foreign.message()).contains("'write'", "'other'");
        assertThat(missing.code()).isEqualTo(foreign.code());
        assertThat(missing.message()).isEqualTo(foreign.message().replace("other", "nowhere"));
    }

    @Test
    void whoIsGrantedEveryStreamIsToldThatOneIsMissing() {
        Principal unbound = principal("writer", null);

        assertThat(problem(findStream.find(unbound, Permission.RECORDS_INGEST, "nowhere"))
                        .code())
                .isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(value(findStream.find(unbound, Permission.RECORDS_QUERY, other.toString()))
                        .definition()
                        .id())
                .isEqualTo(other);
    }

    @Test
    void aGrantNeverWidensTheRole() {
        Principal reader = principal("reader", List.of(grant(own, StreamAction.ADMIN)));

        Problem refused = problem(findStream.find(reader, Permission.RECORDS_INGEST, "own"));

        assertThat(refused.code()).isEqualTo(ErrorCode.AUTHORIZATION_FAILED);
        assertThat(refused.message()).contains("'writer'", "'reader'");
    }

    @Test
    @Tag("B14")
    void theListHoldsWhatTheCallerMayRead() {
        ListStreams list = new ListStreams(streams);
        Principal bound = principal("writer", List.of(grant(own, StreamAction.READ)));
        Principal blind = principal("writer", List.of(grant(own, StreamAction.WRITE)));

        assertThat(value(list.list(bound, 1, null)).items()).isEmpty();
        Listing<StreamDefinition> second =
                value(list.list(bound, 1, value(list.list(bound, 1, null)).next()));
        assertThat(second.items()).extracting(StreamDefinition::id).containsExactly(own);
        assertThat(value(list.list(blind, null, null)).items()).isEmpty();
        assertThat(value(list.list(principal("reader", null), null, null)).items())
                .hasSize(2);
    }

    @Test
    void theLastAdministratorIsKept() {
        String first = value(createApiKey.create("first", "admin", null, null))
                .key()
                .id()
                .toString();
        assertThat(problem(revokeApiKey.revoke(first)).code()).isEqualTo(ErrorCode.CONFLICT);

        value(createApiKey.create("short-lived", "admin", null, 3650));
        assertThat(problem(revokeApiKey.revoke(first)).code())
                .as("a key that expires replaces none that does not")
                .isEqualTo(ErrorCode.CONFLICT);

        ApiKey second =
                value(createApiKey.create("second", "admin", null, null)).key();

        value(revokeApiKey.revoke(first));
        value(revokeApiKey.revoke(first));
        assertThat(problem(revokeApiKey.revoke(second.id().toString())).code()).isEqualTo(ErrorCode.CONFLICT);
    }

    @Test
    void whatIsNoIdOfAKeyCannotBeRevokedNorIsItRepeated() {
        Problem refused = problem(revokeApiKey.revoke("ttd_live_" + "a".repeat(64)));

        assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(refused.message()).doesNotContain("aaaa");
    }

    private Principal principal(String role, @Nullable List<StreamGrant> grants) {
        return value(createApiKey.create("test", role, grants, null)).key().principal();
    }

    private static StreamGrant grant(StreamId stream, StreamAction... actions) {
        return new StreamGrant(stream, Set.of(actions));
    }

    private static <T> T value(Result<T> result) {
        return switch (result) {
            case Result.Ok<T>(T value) -> value;
            case Result.Refused<T>(Problem problem) -> throw new AssertionError(problem.message());
        };
    }

    private static <T> Problem problem(Result<T> result) {
        return switch (result) {
            case Result.Ok<T>(T value) -> throw new AssertionError("not refused: " + value);
            case Result.Refused<T>(Problem problem) -> problem;
        };
    }
}
