/// Reading back: pages in (time, partition, offset) order and the [Cursor] between them.
@NullMarked
package io.ttdust.domain.query;

import org.jspecify.annotations.NullMarked;
