package io.ttdust.domain.stream;

/// Which version of its schema a stream's records must satisfy, as its owner asked for.
public sealed interface VersionChoice {

    VersionChoice LATEST = new Latest();

    /// Always the latest version: a new one is in force from its registration on.
    record Latest() implements VersionChoice {

        @Override
        public String toString() {
            return "latest";
        }
    }

    /// This one, whatever is registered later.
    record Pinned(int version) implements VersionChoice {

        public Pinned {
            if (version < 1) {
                throw new IllegalArgumentException("versions count from 1: %d".formatted(version));
            }
        }

        @Override
        public String toString() {
            return Integer.toString(version);
        }
    }

    /// Of a word: `latest`, or the number of a version in its one spelling.
    ///
    /// @throws IllegalArgumentException for anything else
    static VersionChoice parse(String word) {
        if (word.equals("latest")) {
            return LATEST;
        }
        if (!word.matches("[1-9][0-9]{0,8}")) {
            throw new IllegalArgumentException("a schema version is 'latest' or a number from 1 on (got '%s')"
                    .formatted(word.length() > 20 ? word.substring(0, 20) + "…" : word));
        }
        return new Pinned(Integer.parseInt(word));
    }
}
