/// Tests of the regular expressions.
@NullMarked
package io.ttdust.adapters.jsonschema.library;

import org.jspecify.annotations.NullMarked;
