package io.ttdust.adapters.postgres.access;

import io.ttdust.adapters.postgres.StoredTime;
import io.ttdust.domain.access.ApiKey;
import io.ttdust.domain.access.Role;
import io.ttdust.domain.access.StreamAction;
import io.ttdust.domain.access.StreamGrant;
import io.ttdust.domain.id.ApiKeyId;
import io.ttdust.domain.id.StreamId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A row of `api_keys`. Its grants, a JSON array in the table, travel as two lists in the same order, which
/// PostgreSQL takes apart and puts together; the actions of one grant are words with commas between them.
record ApiKeyRow(
        UUID keyId,
        String name,
        String role,
        List<String> grantStreams,
        List<String> grantActions,
        String sha256,
        OffsetDateTime createdAt,
        @Nullable OffsetDateTime expiresAt,
        @Nullable OffsetDateTime revokedAt) {

    static ApiKeyRow of(ApiKey key) {
        return new ApiKeyRow(
                key.id().uuid(),
                key.name(),
                key.role().word(),
                key.grants().stream().map(StreamGrant::streamWord).toList(),
                key.grants().stream().map(grant -> words(grant.actions())).toList(),
                key.sha256(),
                StoredTime.of(key.createdAt()),
                storedOrNull(key.expiresAt()),
                storedOrNull(key.revokedAt()));
    }

    private static @Nullable OffsetDateTime storedOrNull(@Nullable Instant time) {
        return time == null ? null : StoredTime.of(time);
    }

    private static String words(Set<StreamAction> actions) {
        return actions.stream().sorted().map(StreamAction::word).collect(Collectors.joining(","));
    }

    static ApiKeyRow read(ResultSet row) throws SQLException {
        return new ApiKeyRow(
                row.getObject("key_id", UUID.class),
                row.getString("name"),
                row.getString("role"),
                List.of((String[]) row.getArray("grant_streams").getArray()),
                List.of((String[]) row.getArray("grant_actions").getArray()),
                row.getString("sha256"),
                row.getObject("created_at", OffsetDateTime.class),
                row.getObject("expires_at", OffsetDateTime.class),
                row.getObject("revoked_at", OffsetDateTime.class));
    }

    ApiKey toDomain() {
        return new ApiKey(
                new ApiKeyId(keyId),
                name,
                parsedRole(),
                parsedGrants(),
                sha256,
                createdAt.toInstant(),
                expiresAt == null ? null : expiresAt.toInstant(),
                revokedAt == null ? null : revokedAt.toInstant());
    }

    private Role parsedRole() {
        Role parsed = Role.ofWord(role);
        if (parsed == null) {
            throw new IllegalStateException("API key %s has role '%s'".formatted(keyId, role));
        }
        return parsed;
    }

    private List<StreamGrant> parsedGrants() {
        List<StreamGrant> grants = new ArrayList<>(grantStreams.size());
        for (int i = 0; i < grantStreams.size(); i++) {
            String stream = grantStreams.get(i);
            Set<StreamAction> actions = EnumSet.noneOf(StreamAction.class);
            for (String word : grantActions.get(i).split(",", -1)) {
                actions.add(parsedAction(word));
            }
            grants.add(
                    new StreamGrant(stream.equals(StreamGrant.EVERY_STREAM) ? null : StreamId.parse(stream), actions));
        }
        return grants;
    }

    private StreamAction parsedAction(String word) {
        StreamAction action = StreamAction.ofWord(word);
        if (action == null) {
            throw new IllegalStateException("API key %s has a grant for '%s'".formatted(keyId, word));
        }
        return action;
    }
}
