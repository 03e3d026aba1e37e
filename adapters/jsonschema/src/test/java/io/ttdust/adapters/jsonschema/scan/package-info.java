/// Tests of reading in place: numbers, and names that come twice.
@NullMarked
package io.ttdust.adapters.jsonschema.scan;

import org.jspecify.annotations.NullMarked;
