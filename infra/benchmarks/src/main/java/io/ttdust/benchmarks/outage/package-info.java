/// The whole server while its metadata store stands still: records go on, files wait, nothing is lost.
///
/// Entry point: [OutageCommand]; [OutageRun] is the order of events.
@NullMarked
package io.ttdust.benchmarks.outage;

import org.jspecify.annotations.NullMarked;
