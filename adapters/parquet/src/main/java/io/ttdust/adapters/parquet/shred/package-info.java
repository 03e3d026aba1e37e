/// From payload bytes to columns: one pass over the JSON, without a tree and mostly without objects.
///
/// Entry point: [PayloadShredder], which fills [TypedRows].
@NullMarked
package io.ttdust.adapters.parquet.shred;

import org.jspecify.annotations.NullMarked;
