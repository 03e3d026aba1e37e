/// Letting go of what is flushed: from where on the log must be kept, for whom, and what becomes of the files
/// before.
///
/// Entry point: [io.ttdust.adapters.wal.retention.Retention].
@NullMarked
package io.ttdust.adapters.wal.retention;

import org.jspecify.annotations.NullMarked;
