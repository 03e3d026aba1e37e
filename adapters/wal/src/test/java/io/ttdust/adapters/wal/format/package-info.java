/// Tests that pin the bytes.
@NullMarked
package io.ttdust.adapters.wal.format;

import org.jspecify.annotations.NullMarked;
