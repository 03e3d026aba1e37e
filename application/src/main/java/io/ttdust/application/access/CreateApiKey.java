package io.ttdust.application.access;

import io.ttdust.application.port.access.ApiKeyRepository;
import io.ttdust.application.port.catalog.StreamRepository;
import io.ttdust.domain.access.ApiKey;
import io.ttdust.domain.access.ApiKeySecret;
import io.ttdust.domain.access.Role;
import io.ttdust.domain.access.StreamGrant;
import io.ttdust.domain.id.ApiKeyId;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.id.UuidV7Sequence;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.problem.Result;
import io.ttdust.domain.problem.Violation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Makes an API key. Safe for all threads.
public final class CreateApiKey {

    /// Characters of a name.
    private static final int NAME_MAX = 256;

    /// Ten years; who wants longer wants no end.
    private static final int DAYS_MAX = 3650;

    private final ApiKeyRepository keys;
    private final StreamRepository streams;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final UuidV7Sequence ids;

    /// Draws ids and secrets from `random`.
    ///
    /// @param random must be cryptographically strong
    public CreateApiKey(ApiKeyRepository keys, StreamRepository streams, InstantSource clock, RandomGenerator random) {
        this.keys = keys;
        this.streams = streams;
        this.clock = clock;
        this.random = random;
        ids = new UuidV7Sequence(random);
    }

    /// A new key and its secret, which nobody can be told again.
    public record Created(ApiKey key, ApiKeySecret secret) {}

    /// Stores a new key.
    ///
    /// @param role a role's word
    /// @param grants the streams it is bound to; null binds it to none, so that the role alone counts
    /// @param expiresInDays null for a key that never expires
    /// @return the key, or `INVALID_REQUEST`, or `NOT_FOUND` if a grant names a stream that does not exist
    public Result<Created> create(
            String name, String role, @Nullable List<StreamGrant> grants, @Nullable Integer expiresInDays) {
        Role known = Role.ofWord(role);
        if (known == null) {
            return invalid("/role", "enum", "'role' must be admin, operator, schema_admin, writer or reader");
        }
        if (name.isBlank() || name.length() > NAME_MAX || name.chars().anyMatch(Character::isISOControl)) {
            return invalid("/name", "length", "'name' must be 1 to %d characters, none of control".formatted(NAME_MAX));
        }
        if (expiresInDays != null && (expiresInDays < 1 || expiresInDays > DAYS_MAX)) {
            return invalid(
                    "/expires_in_days",
                    "range",
                    "'expires_in_days' must be 1 to %d; leave it out for a key that never expires".formatted(DAYS_MAX));
        }
        Problem problem = grants == null ? null : problemOf(grants, known);
        if (problem != null) {
            return Result.refused(problem);
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        ApiKeySecret secret = ApiKeySecret.create(random);
        ApiKey key = new ApiKey(
                new ApiKeyId(ids.next(now.toEpochMilli())),
                name,
                known,
                grants == null ? List.of(StreamGrant.EVERYTHING) : grants,
                secret.sha256(),
                now,
                expiresInDays == null ? null : now.plus(Duration.ofDays(expiresInDays)),
                null);
        keys.create(key);
        return Result.ok(new Created(key, secret));
    }

    /// A binding that would bind nothing is refused: an empty one, one of an administrator, who passes all grants,
    /// and one to a stream that is not there.
    private @Nullable Problem problemOf(List<StreamGrant> grants, Role role) {
        if (grants.isEmpty() || grants.size() > ApiKey.GRANTS_MAX) {
            return problem(
                    "/stream_permissions",
                    "length",
                    "'stream_permissions' must name 1 to %d streams; leave it out for a key bound to none"
                            .formatted(ApiKey.GRANTS_MAX));
        }
        if (role == Role.ADMIN) {
            return problem(
                    "/stream_permissions",
                    "role",
                    "an admin key passes all grants and cannot be bound to streams; take another role");
        }
        for (StreamGrant grant : grants) {
            StreamId stream = grant.stream();
            if (stream != null && streams.find(stream).isEmpty()) {
                return Problem.of(ErrorCode.NOT_FOUND, "there is no stream '%s' to bind the key to".formatted(stream));
            }
        }
        return null;
    }

    private static <T> Result<T> invalid(String pointer, String keyword, String message) {
        return Result.refused(problem(pointer, keyword, message));
    }

    private static Problem problem(String pointer, String keyword, String message) {
        return Problem.of(ErrorCode.INVALID_REQUEST, message, List.of(new Violation(pointer, keyword, message)));
    }
}
