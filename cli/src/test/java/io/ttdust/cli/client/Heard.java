package io.ttdust.cli.client;

import io.ttdust.proto.ingestion.v1.IngestError;
import java.util.ArrayList;
import java.util.List;

/// Remembers every verdict as a short text.
final class Heard implements VerdictListener {

    private final List<String> verdicts = new ArrayList<>();

    synchronized List<String> verdicts() {
        return List.copyOf(verdicts);
    }

    @Override
    public synchronized void accepted(long number, int partition, long offset, String recordId) {
        verdicts.add(number + "@" + offset);
    }

    @Override
    public synchronized void duplicate(long number, int partition, long offset, String recordId) {
        verdicts.add(number + " again @" + offset);
    }

    @Override
    public synchronized void rejected(long number, IngestError error) {
        verdicts.add(number + " rejected " + error.getCode());
    }

    @Override
    public synchronized void conflict(long number, IngestError error) {
        verdicts.add(number + " conflict");
    }

    @Override
    public synchronized void refused(long number, IngestError error) {
        verdicts.add(number + " refused");
    }

    @Override
    public void frameAnswered(int records, long nanos) {}
}
