/// From the log into data files, exactly once.
///
/// [FlushSchedule] says which partitions are due; [FlushPartitions] turns their frames into files in the only order
/// that loses and doubles nothing: pending rows, objects, one transaction for files and checkpoints, and only then
/// may the log release. [DeleteAbandoned] removes what a flush that failed left behind.
@NullMarked
package io.ttdust.application.flush;

import org.jspecify.annotations.NullMarked;
