package io.ttdust.adapters.jsonschema.compatibility.facts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ttdust.adapters.jsonschema.library.LinearPattern;
import java.util.Map;

/// A definition that compiles, with its references followed.
public interface Definition {

    JsonNode root();

    /// Every pattern of the definition by its text.
    Map<String, LinearPattern> patterns();

    /// What the `$ref` of `schema` names.
    Target target(ObjectNode schema);

    /// A schema that is referred to.
    ///
    /// @param inside whether it is a part of the definition; the draft-07 meta-schema is none
    record Target(JsonNode schema, String pointer, boolean inside) {}
}
