package io.ttdust.cli.demo;

import io.ttdust.cli.client.GrpcClient;
import io.ttdust.cli.client.Pace;
import io.ttdust.cli.client.Producer;
import io.ttdust.cli.payload.PayloadSource;

/// Records on their way to one stream: who sends them and what has become of them.
record Batch(String stream, PayloadSource payloads, Producer producer, Tally tally) {

    /// Sends what is left.
    ///
    /// @throws io.ttdust.cli.client.BrokenCallException if the call ended before the last answer
    void send(GrpcClient client) {
        tally.beginProgress();
        try {
            producer.run(client, Pace.unlimited());
        } finally {
            tally.endProgress();
        }
    }
}
