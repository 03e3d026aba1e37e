package io.ttdust.application.flush;

import java.util.List;

/// What a flush brought into files.
///
/// @param files committed
/// @param records in them
/// @param payloadBytes of the records, as they were received
/// @param bytes of the files
/// @param failures why some partitions could not be flushed while the others were; empty when all went well
public record FlushReport(int files, long records, long payloadBytes, long bytes, List<UnflushableException> failures) {

    public FlushReport {
        failures = List.copyOf(failures);
    }
}
