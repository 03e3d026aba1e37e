package io.ttdust.adapters.rest.apikey;

import io.ttdust.adapters.rest.json.JsonWriter;
import io.ttdust.adapters.rest.json.ListingBody;
import io.ttdust.adapters.rest.json.Rfc3339;
import io.ttdust.application.access.CreateApiKey;
import io.ttdust.application.query.Listing;
import io.ttdust.domain.access.ApiKey;
import io.ttdust.domain.access.StreamAction;
import io.ttdust.domain.access.StreamGrant;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How keys look in answers. Neither a secret nor its hash is in any of them, but for the answer to a creation.
final class ApiKeyBody {

    private ApiKeyBody() {}

    /// A new key with its secret.
    static byte[] of(CreateApiKey.Created created) {
        JsonWriter json = new JsonWriter(1024)
                .beginObject()
                .name("api_key")
                .string(created.secret().reveal());
        writeMembers(json, created.key());
        return json.endObject().toByteArray();
    }

    static byte[] of(Listing<ApiKey> page) {
        return ListingBody.of("api_keys", page, ApiKeyBody::writeMembers);
    }

    private static void writeMembers(JsonWriter json, ApiKey key) {
        json.name("key_id")
                .string(key.id().toString())
                .name("name")
                .string(key.name())
                .name("role")
                .string(key.role().word())
                .name("stream_permissions")
                .beginArray();
        key.grants().forEach(grant -> write(json, grant));
        json.endArray()
                .name("created_at")
                .string(Rfc3339.of(key.createdAt()))
                .name("expires_at")
                .stringOrNull(timeOrNull(key.expiresAt()))
                .name("revoked_at")
                .stringOrNull(timeOrNull(key.revokedAt()));
    }

    private static void write(JsonWriter json, StreamGrant grant) {
        json.beginObject()
                .name("stream_id")
                .string(grant.streamWord())
                .name("actions")
                .beginArray();
        List<StreamAction> actions = grant.actions().stream().sorted().toList();
        actions.forEach(action -> json.string(action.word()));
        json.endArray().endObject();
    }

    private static @Nullable String timeOrNull(@Nullable Instant time) {
        return time == null ? null : Rfc3339.of(time);
    }
}
