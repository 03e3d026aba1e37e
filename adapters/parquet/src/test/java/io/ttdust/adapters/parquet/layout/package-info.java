/// Tests of which columns a schema gets.
@NullMarked
package io.ttdust.adapters.parquet.layout;

import org.jspecify.annotations.NullMarked;
