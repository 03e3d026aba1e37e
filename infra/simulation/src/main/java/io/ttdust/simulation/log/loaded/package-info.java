/// What a [io.ttdust.simulation.log.LogLoader] loads beside the log's own classes, and which may name them.
@NullMarked
package io.ttdust.simulation.log.loaded;

import org.jspecify.annotations.NullMarked;
