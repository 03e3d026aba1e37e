/// Tests of how payloads are taken apart.
@NullMarked
package io.ttdust.adapters.parquet.shred;

import org.jspecify.annotations.NullMarked;
