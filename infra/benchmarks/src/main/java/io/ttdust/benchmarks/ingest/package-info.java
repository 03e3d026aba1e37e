/// The whole server from outside: frames, single records and NDJSON in, everything read back, costs beside it.
///
/// Entry point: [IngestCommand]; [IngestRun] is the order of the phases. The producers are in `load`, the server's
/// side is measured in `server`, what it kept is checked in `readback`.
@NullMarked
package io.ttdust.benchmarks.ingest;

import org.jspecify.annotations.NullMarked;
