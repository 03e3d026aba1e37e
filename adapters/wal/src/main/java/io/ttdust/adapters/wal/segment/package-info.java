/// Segment files: their names, the one being written, and the spares that the next ones are made of.
@NullMarked
package io.ttdust.adapters.wal.segment;

import org.jspecify.annotations.NullMarked;
