package io.ttdust.adapters.rest.apikey;

import io.ttdust.adapters.rest.error.RefusedException;
import io.ttdust.adapters.rest.json.AdminBody;
import io.ttdust.domain.access.StreamAction;
import io.ttdust.domain.access.StreamGrant;
import io.ttdust.domain.id.StreamId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads what a key is bound to: stream ids, which stand for reading and writing, and objects of a stream and the
/// actions on it.
final class StreamPermissions {

    private static final Set<StreamAction> OF_A_BARE_ID = Set.of(StreamAction.READ, StreamAction.WRITE);

    private StreamPermissions() {}

    /// The grants in the array `name`; null if it is absent.
    static @Nullable List<StreamGrant> of(AdminBody body, String name) {
        List<AdminBody.Element> elements = body.elements(name, Set.of("stream_id", "actions"));
        if (elements == null) {
            return null;
        }
        List<StreamGrant> grants = new ArrayList<>(elements.size());
        for (AdminBody.Element element : elements) {
            grants.add(
                    switch (element) {
                        case AdminBody.Element.Text(String pointer, String text) ->
                            new StreamGrant(stream(pointer, text), OF_A_BARE_ID);
                        case AdminBody.Element.Members(String pointer, AdminBody members) ->
                            new StreamGrant(
                                    stream(pointer + "/stream_id", members.requiredString("stream_id")),
                                    actions(pointer + "/actions", members));
                    });
        }
        return grants;
    }

    /// A name is refused, because the name of a deleted stream can come back with another stream behind it.
    private static @Nullable StreamId stream(String pointer, String text) {
        if (text.equals(StreamGrant.EVERY_STREAM)) {
            return null;
        }
        try {
            return StreamId.parse(text);
        } catch (IllegalArgumentException e) {
            throw RefusedException.invalid(
                    pointer,
                    "format",
                    "'%s' must be a stream's id (str_…), or '*' for every stream; names, namespaces and groups are not taken"
                            .formatted(pointer));
        }
    }

    private static Set<StreamAction> actions(String pointer, AdminBody members) {
        Set<StreamAction> actions = EnumSet.noneOf(StreamAction.class);
        List<String> words = members.texts("actions");
        for (String word : words == null ? List.<String>of() : words) {
            StreamAction action = StreamAction.ofWord(word);
            if (action == null || !actions.add(action)) {
                throw invalidActions(pointer);
            }
        }
        if (actions.isEmpty()) {
            throw invalidActions(pointer);
        }
        return actions;
    }

    private static RefusedException invalidActions(String pointer) {
        return RefusedException.invalid(
                pointer, "enum", "'%s' must name one or more of read, write and admin, each once".formatted(pointer));
    }
}
