/// Tests of what files are made in.
@NullMarked
package io.ttdust.adapters.parquet.file;

import org.jspecify.annotations.NullMarked;
