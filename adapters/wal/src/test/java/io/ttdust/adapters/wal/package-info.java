/// Tests of the log in files, on a real directory and on a simulated disk.
@NullMarked
package io.ttdust.adapters.wal;

import org.jspecify.annotations.NullMarked;
