/// Writing: rows collect in memory column by column until a row group is full.
///
/// Entry point: [RecordFileWriter].
@NullMarked
package io.ttdust.adapters.parquet.write;

import org.jspecify.annotations.NullMarked;
