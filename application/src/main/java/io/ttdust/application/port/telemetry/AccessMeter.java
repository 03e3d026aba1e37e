package io.ttdust.application.port.telemetry;

import io.ttdust.domain.problem.ErrorCode;
import org.jspecify.annotations.Nullable;

/// Is told of every check of who somebody is and what he may do.
public interface AccessMeter {

    /// Measures nothing.
    AccessMeter NONE = new AccessMeter() {

        @Override
        public void authenticated(@Nullable ErrorCode refusal) {
            // nothing is measured
        }

        @Override
        public void denied() {
            // nothing is measured
        }
    };

    /// An API key, or the lack of one, was checked.
    ///
    /// @param refusal null when the key is good
    void authenticated(@Nullable ErrorCode refusal);

    /// Somebody who is known was refused what he asked for.
    void denied();
}
