/// Strict JSON: [StrictJson] reads it, [CanonicalJson] writes it in the one form that fingerprints are taken of.
///
/// Knows nothing of schemas.
@NullMarked
package io.ttdust.adapters.jsonschema.json;

import org.jspecify.annotations.NullMarked;
