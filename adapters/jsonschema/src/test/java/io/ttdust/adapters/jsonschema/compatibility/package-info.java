/// Tests of the comparison of two versions.
@NullMarked
package io.ttdust.adapters.jsonschema.compatibility;

import org.jspecify.annotations.NullMarked;
