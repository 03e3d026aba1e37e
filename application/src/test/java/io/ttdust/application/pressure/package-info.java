/// Tests of refusing and of waiting.
@NullMarked
package io.ttdust.application.pressure;

import org.jspecify.annotations.NullMarked;
