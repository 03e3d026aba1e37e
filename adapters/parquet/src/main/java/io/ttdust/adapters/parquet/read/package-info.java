/// Reading: only the columns a record is made of, from the first page that can hold a record asked for.
///
/// Entry point: [RecordFileReader]. Nothing in a file is believed before its checksum, or a bound, says so.
@NullMarked
package io.ttdust.adapters.parquet.read;

import org.jspecify.annotations.NullMarked;
