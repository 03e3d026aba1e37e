/// `bench parquet`: writing and reading data files, beside the plain library and DuckDB on the same rows.
@NullMarked
package io.ttdust.benchmarks.parquet;

import org.jspecify.annotations.NullMarked;
