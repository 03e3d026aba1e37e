/// Some seeds of the simulation, as part of every build.
@NullMarked
package io.ttdust.simulation.query;

import org.jspecify.annotations.NullMarked;
