package io.ttdust.cli.infer;

import java.util.Locale;

/// The types of draft-07. What is written with a point or an exponent is a number even when nothing is behind it:
/// whoever writes 1.0 counts nothing.
enum JsonType {
    OBJECT,
    ARRAY,
    STRING,
    NUMBER,
    INTEGER,
    BOOLEAN,
    NULL;

    /// As a schema spells it.
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
