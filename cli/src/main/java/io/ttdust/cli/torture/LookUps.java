package io.ttdust.cli.torture;

import io.ttdust.cli.client.GrpcClient;
import io.ttdust.cli.payload.PayloadSource;
import io.ttdust.cli.torture.AckRecorder.Acked;
import io.ttdust.proto.query.v1.Record;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Looks acknowledged records up by their ids, while the server lives and right after it came back: what was
/// acknowledged must be there at once. May be used from any thread.
final class LookUps {

    private static final int SAMPLES = 10;

    private final String stream;
    private final PayloadSource sent;
    private final List<String> samples = new ArrayList<>();
    private long made;
    private long missing;

    LookUps(String stream, PayloadSource sent) {
        this.stream = stream;
        this.sent = sent;
    }

    /// Looks one up.
    void make(GrpcClient client, Acked acked) {
        Record record = client.find(stream, acked.recordId());
        String wrong = wrong(acked, record);
        synchronized (this) {
            made++;
            if (wrong != null) {
                missing++;
                if (samples.size() < SAMPLES) {
                    samples.add(wrong);
                }
            }
        }
    }

    synchronized long made() {
        return made;
    }

    /// How many were not there, or not with their bytes.
    synchronized long missing() {
        return missing;
    }

    /// The first few of them in words.
    synchronized List<String> samples() {
        return List.copyOf(samples);
    }

    private @Nullable String wrong(Acked acked, @Nullable Record record) {
        if (record == null) {
            return "record %d is not found by its id %s".formatted(acked.number(), acked.recordId());
        }
        if (!Arrays.equals(record.getPayload().toByteArray(), sent.payload(acked.number()))) {
            return "record %d, found by its id %s, has other bytes".formatted(acked.number(), acked.recordId());
        }
        return null;
    }
}
