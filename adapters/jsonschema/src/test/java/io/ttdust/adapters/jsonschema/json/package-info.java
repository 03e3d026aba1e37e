/// Tests of the strict reader and the canonical form.
@NullMarked
package io.ttdust.adapters.jsonschema.json;

import org.jspecify.annotations.NullMarked;
