/// Tests of [io.ttdust.simulation.validate].
@NullMarked
package io.ttdust.simulation.validate;

import org.jspecify.annotations.NullMarked;
