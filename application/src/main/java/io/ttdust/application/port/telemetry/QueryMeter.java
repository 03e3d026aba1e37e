package io.ttdust.application.port.telemetry;

import io.ttdust.domain.stream.StreamName;

/// Is told of every page that is read and every record that is looked up.
public interface QueryMeter {

    /// Measures nothing.
    QueryMeter NONE = (stream, kind) -> Query.NONE;

    /// How records are asked for.
    enum Kind {
        TIME_RANGE,
        KEY_LOOKUP
    }

    /// A page or a record is asked for; it may have to wait. One of [Query#answered] and [Query#failed] is called,
    /// once, later.
    Query asked(StreamName stream, Kind kind);

    /// A page or a record that was asked for.
    interface Query {

        /// Measures nothing.
        Query NONE = new Query() {

            @Override
            public void started() {
                // nothing is measured
            }

            @Override
            public void answered(int records, int partitions) {
                // nothing is measured
            }

            @Override
            public void failed() {
                // nothing is measured
            }
        };

        /// The waiting is over; reading begins.
        void started();

        /// It was read.
        ///
        /// @param records on the page
        /// @param partitions hour partitions that were looked into
        void answered(int records, int partitions);

        /// It could not be read.
        void failed();
    }
}
