/// Tests of the formats seen on bytes.
@NullMarked
package io.ttdust.adapters.jsonschema.format;

import org.jspecify.annotations.NullMarked;
