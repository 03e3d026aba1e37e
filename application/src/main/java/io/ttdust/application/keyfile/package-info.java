/// Idempotency keys outside memory: what they are told apart by, and the files they are written to beside the data
/// files, so that they outlive the log.
///
/// Entry point: [KeyFileWriter], which every flush fills; [KeyFileFormat#decode] reads what it wrote, and a
/// [KeyHasher] makes the [KeyHash] that stands for a key in files and in memory. Neighbours: `flush` writes the
/// files, `ingest` restores its keys from them; this package knows neither.
@NullMarked
package io.ttdust.application.keyfile;

import org.jspecify.annotations.NullMarked;
