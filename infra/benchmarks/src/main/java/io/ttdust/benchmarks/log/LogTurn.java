package io.ttdust.benchmarks.log;

import io.ttdust.benchmarks.measure.Latencies;

/// What some producers appended in a few hundred milliseconds, and what it took.
///
/// @param latencies from the call of append to its future's completion, as the producer sees it
/// @param elapsedNanos until the last append was durable
/// @param fsyncs the log made meanwhile
/// @param allocatedBytes on the heap, by all threads of the process
record LogTurn(Latencies latencies, long appends, long records, long elapsedNanos, long fsyncs, long allocatedBytes) {

    private static final double NANOS_PER_SECOND = 1e9;

    double recordsPerSecond() {
        return records * NANOS_PER_SECOND / elapsedNanos;
    }

    /// Of payload; 1 MB = 1 000 000 bytes.
    double mbPerSecond(int recordBytes) {
        return recordsPerSecond() * recordBytes / 1e6;
    }

    double fsyncsPerAppend() {
        return (double) fsyncs / appends;
    }

    double fsyncsPerRecord() {
        return (double) fsyncs / records;
    }

    double allocatedBytesPerAppend() {
        return (double) allocatedBytes / appends;
    }
}
