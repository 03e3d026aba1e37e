/// Tests of names, look-ups and spares.
@NullMarked
package io.ttdust.adapters.wal.segment;

import org.jspecify.annotations.NullMarked;
