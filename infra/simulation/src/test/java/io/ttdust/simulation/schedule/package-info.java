/// What a schedule promises to the code that runs in it.
@NullMarked
package io.ttdust.simulation.schedule;

import org.jspecify.annotations.NullMarked;
