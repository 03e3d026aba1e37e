package io.ttdust.adapters.jsonschema.program;

import io.ttdust.adapters.jsonschema.format.TextFormat;
import io.ttdust.adapters.jsonschema.library.LinearPattern;
import org.jspecify.annotations.Nullable;

/// What a schema asks of strings. Lengths count characters.
record TextRules(
        int lengthMin,
        int lengthMax,
        @Nullable LinearPattern pattern,
        @Nullable TextFormat format) {}
