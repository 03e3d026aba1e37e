package io.ttdust.cli.infer;

/// How many more places of the samples may be described. For one thread.
final class Room {

    /// Places in all: with their names and texts a few megabytes, and well below the 10 000 sub-schemas and the
    /// mebibyte that a server takes as one definition.
    static final int PLACES_MAX = 4_000;

    /// How deep schemas may lie in a definition, whose own lists add one more level. A server takes 64.
    static final int LEVEL_MAX = 63;

    private int left = PLACES_MAX;

    /// Takes the room for one more place, if there is some at `level` of the definition.
    boolean take(int level) {
        if (left == 0 || level > LEVEL_MAX) {
            return false;
        }
        left--;
        return true;
    }
}
