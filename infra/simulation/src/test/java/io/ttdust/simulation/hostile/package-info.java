/// Tests of `simulate hostile`.
@NullMarked
package io.ttdust.simulation.hostile;

import org.jspecify.annotations.NullMarked;
