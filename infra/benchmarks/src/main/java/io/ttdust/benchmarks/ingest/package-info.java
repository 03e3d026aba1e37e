/// The whole server from outside: frames, single records and NDJSON in, everything read back, costs beside it.
///
/// Entry point: [IngestCommand]. [Producer] is the load; the server's side is measured in `server`.
@NullMarked
package io.ttdust.benchmarks.ingest;

import org.jspecify.annotations.NullMarked;
