/// What reader and writer share: bytes in memory, zstd, the seal at the file's end and the traits in its footer.
@NullMarked
package io.ttdust.adapters.parquet.file;

import org.jspecify.annotations.NullMarked;
