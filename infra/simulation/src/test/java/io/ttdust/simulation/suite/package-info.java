/// Tests of [io.ttdust.simulation.suite].
@NullMarked
package io.ttdust.simulation.suite;

import org.jspecify.annotations.NullMarked;
