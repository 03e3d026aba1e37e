package io.ttdust.adapters.jsonschema.rules;

import io.ttdust.adapters.jsonschema.format.TextFormat;
import io.ttdust.adapters.jsonschema.library.LinearPattern;
import org.jspecify.annotations.Nullable;

/// What a schema asks of strings. Lengths count characters.
public record TextRules(
        int lengthMin,
        int lengthMax,
        @Nullable LinearPattern pattern,
        @Nullable TextFormat format) {}
