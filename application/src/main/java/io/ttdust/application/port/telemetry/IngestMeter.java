package io.ttdust.application.port.telemetry;

import io.ttdust.domain.ingest.IngestOutcome;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.stream.StreamName;
import org.jspecify.annotations.Nullable;

/// Is told of records on their way in: once where they are decoded, and once, by other code, where their verdicts
/// are known. So the two sums can be held against each other: received = answered + in flight.
public interface IngestMeter {

    /// Measures nothing.
    IngestMeter NONE = new IngestMeter() {

        @Override
        public void received(int records, long payloadBytes) {
            // nothing is measured
        }

        @Override
        public void refused(@Nullable StreamName stream, int records, ErrorCode code) {
            // nothing is measured
        }

        @Override
        public Batch offered(StreamName stream, int records) {
            return Batch.NONE;
        }
    };

    /// The records of a request were decoded; nothing is decided about them.
    void received(int records, long payloadBytes);

    /// Decoded records are answered with `code` and are not, or no longer, part of a batch.
    ///
    /// @param stream null when it is not known, or not known to exist
    void refused(@Nullable StreamName stream, int records, ErrorCode code);

    /// Decoded records are offered to a stream. Exactly one method of the batch is called, once, later.
    Batch offered(StreamName stream, int records);

    /// Records that were offered together.
    interface Batch {

        /// Measures nothing.
        Batch NONE = new Batch() {

            @Override
            public void answered(int validated, IngestOutcome outcome) {
                // nothing is measured
            }

            @Override
            public void failed() {
                // nothing is measured
            }
        };

        /// Every record has its verdict.
        ///
        /// @param validated how many were found to satisfy the stream's schema
        void answered(int validated, IngestOutcome outcome);

        /// There will be no verdicts because of a defect; whoever answers for the records tells [#refused].
        void failed();
    }
}
