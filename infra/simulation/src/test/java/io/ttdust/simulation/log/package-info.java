/// A part of the log's simulation, and its mutants, in every build.
@NullMarked
package io.ttdust.simulation.log;

import org.jspecify.annotations.NullMarked;
