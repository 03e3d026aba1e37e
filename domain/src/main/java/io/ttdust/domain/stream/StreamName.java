package io.ttdust.domain.stream;

import io.ttdust.domain.id.StreamId;
import java.util.regex.Pattern;

/// Name of a stream: `[a-z][a-z0-9_.-]{0,62}`. It becomes a folder of the object store, hence the narrow alphabet.
public record StreamName(String value) {

    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9_.-]{0,62}");

    public StreamName {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "a stream's name starts with a-z and has up to 63 characters of a-z 0-9 _ - . (got '%s')"
                            .formatted(value.length() > 64 ? value.substring(0, 64) + "…" : value));
        }
        if (StreamId.looksLike(value)) {
            throw new IllegalArgumentException("a stream's name must not look like a stream's id: " + value);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
