/// Parquet files with one typed column per declared property.
@NullMarked
package io.ttdust.adapters.parquet;

import org.jspecify.annotations.NullMarked;
