/// The log on a simulated disk: seeds and crash points, repeated exactly, and mutants that they must find.
///
/// [LogCommand] is the command. [LogLoader] loads the log's classes and their stories anew, with everything that
/// makes threads or waits replaced by `io.ttdust.simulation.schedule`, and with one of the [Mutant]s where one is
/// wanted;
/// [LogRuns] is the door to what it loaded. Production code knows nothing of either.
@NullMarked
package io.ttdust.simulation.log;

import org.jspecify.annotations.NullMarked;
