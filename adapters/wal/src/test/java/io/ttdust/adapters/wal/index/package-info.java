@NullMarked
package io.ttdust.adapters.wal.index;

import org.jspecify.annotations.NullMarked;
