package io.ttdust.adapters.rest.error;

/// What a caller made up, as an answer may repeat it: no longer than it takes to recognise it.
public final class Quoted {

    private static final int LENGTH_MAX = 64;

    private Quoted() {}

    /// The text, its end cut off if it is long.
    public static String cut(String text) {
        return text.length() > LENGTH_MAX ? text.substring(0, LENGTH_MAX) + "…" : text;
    }

    /// The step of a JSON pointer to a member of that name.
    public static String pointer(String name) {
        return "/" + cut(name).replace("~", "~0").replace("/", "~1");
    }
}
