/// Tests of the Parquet files, most of them through readers other than our own.
@NullMarked
package io.ttdust.adapters.parquet;

import org.jspecify.annotations.NullMarked;
