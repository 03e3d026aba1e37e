/// The simulated disk.
@NullMarked
package io.ttdust.adapters.wal.file;

import org.jspecify.annotations.NullMarked;
