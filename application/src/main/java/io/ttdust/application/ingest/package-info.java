/// Records on their way into the log: bounded, checked, deduplicated, appended, answered.
///
/// Entry point: [IngestRecords#ingest]. The checks come in the order the contract fixes: stream active, size, key
/// look-up (a hit is a duplicate or a conflict), validation, key reservation, append. [IdempotencyKeys] knows the keys
/// of the last 24 hours, [RestoreKeys] brings them back at start. Neighbour: `keyfile`, their files.
@NullMarked
package io.ttdust.application.ingest;

import org.jspecify.annotations.NullMarked;
