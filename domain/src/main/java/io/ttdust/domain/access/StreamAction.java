package io.ttdust.domain.access;

import org.jspecify.annotations.Nullable;

/// What a [StreamGrant] lets its holder do with a stream, as far as the holder's role goes.
public enum StreamAction {
    /// See the stream and its records.
    READ("read"),
    /// Send records.
    WRITE("write"),
    /// Change the stream itself; holds the other two.
    ADMIN("admin");

    private final String word;

    StreamAction(String word) {
        this.word = word;
    }

    /// As spelled in the API and in storage.
    public String word() {
        return word;
    }

    /// The action spelled `word`; null if there is none.
    public static @Nullable StreamAction ofWord(String word) {
        for (StreamAction action : values()) {
            if (action.word.equals(word)) {
                return action;
            }
        }
        return null;
    }
}
