package io.ttdust.domain.access;

import io.ttdust.domain.id.StreamId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Binds a key to a stream. A grant never widens what the role allows.
///
/// @param stream the stream; null for every stream, also those that will be created
/// @param actions what may be done with it, at least one
public record StreamGrant(@Nullable StreamId stream, Set<StreamAction> actions) {

    /// How "every stream" is spelled in the API and in storage.
    public static final String EVERY_STREAM = "*";

    /// What a key that is bound to no stream holds.
    public static final StreamGrant EVERYTHING = new StreamGrant(null, Set.of(StreamAction.ADMIN));

    public StreamGrant {
        actions = Set.copyOf(actions);
        if (actions.isEmpty()) {
            throw new IllegalArgumentException("a grant on stream %s without an action".formatted(stream));
        }
    }

    /// Whether the grant covers `action` on `wanted`.
    ///
    /// @param wanted null asks for every stream, which only a grant on every stream covers
    public boolean covers(@Nullable StreamId wanted, StreamAction action) {
        return (stream == null || stream.equals(wanted))
                && (actions.contains(action) || actions.contains(StreamAction.ADMIN));
    }

    /// The stream as spelled in the API and in storage.
    public String streamWord() {
        return stream == null ? EVERY_STREAM : stream.toString();
    }
}
