package io.ttdust.cli.torture;

import io.ttdust.cli.client.VerdictListener;
import io.ttdust.cli.payload.PayloadSource;
import io.ttdust.cli.proof.AckFile;
import io.ttdust.cli.proof.AckedRecords;
import io.ttdust.proto.ingestion.v1.IngestError;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Writes down every acknowledgement, once per record, and what should never have been answered. May be used
/// from any thread.
final class AckRecorder implements VerdictListener {

    private static final int RECENT = 8_192;
    private static final int SAMPLES = 10;

    /// An acknowledged record, to be looked up.
    record Acked(long number, String recordId) {}

    private final AckFile file;
    private final PayloadSource sent;
    private final AckedRecords acked = new AckedRecords();
    private final Acked[] recent = new Acked[RECENT];
    private final List<String> samples = new ArrayList<>();
    private long noted;
    private long duplicates;
    private long refused;
    private long moved;
    private long unexpected;

    AckRecorder(AckFile file, PayloadSource sent) {
        this.file = file;
        this.sent = sent;
    }

    @Override
    public synchronized void accepted(long number, int partition, long offset, String recordId) {
        note(number, partition, offset, recordId);
    }

    @Override
    public synchronized void duplicate(long number, int partition, long offset, String recordId) {
        duplicates++;
        note(number, partition, offset, recordId);
    }

    @Override
    public synchronized void rejected(long number, IngestError error) {
        unexpected("record %d was rejected: %s, %s".formatted(number, error.getCode(), error.getMessage()));
    }

    @Override
    public synchronized void conflict(long number, IngestError error) {
        unexpected("record %d was answered as a conflict: %s".formatted(number, error.getMessage()));
    }

    @Override
    public synchronized void refused(long number, IngestError error) {
        refused++;
    }

    @Override
    public void frameAnswered(int records, long nanos) {
        file.flush();
    }

    /// Records acknowledged so far, each counted once.
    long count() {
        return acked.count();
    }

    synchronized long duplicates() {
        return duplicates;
    }

    synchronized long refused() {
        return refused;
    }

    /// Records that were acknowledged at a second place.
    synchronized long moved() {
        return moved;
    }

    /// Sound records that were rejected or answered as conflicts.
    synchronized long unexpected() {
        return unexpected;
    }

    /// The first few things that were wrong.
    synchronized List<String> samples() {
        return List.copyOf(samples);
    }

    /// Up to `count` of the latest acknowledged records, drawn at random.
    synchronized List<Acked> sample(SplittableRandom random, int count) {
        List<Acked> drawn = new ArrayList<>(count);
        int known = (int) Math.min(noted, RECENT);
        for (int i = 0; i < count && known > 0; i++) {
            drawn.add(recent[random.nextInt(known)]);
        }
        return drawn;
    }

    private void note(long number, int partition, long offset, String recordId) {
        switch (acked.put(number, partition, offset)) {
            case FIRST -> {
                file.append(number, partition, offset, recordId, sent.payload(number));
                recent[(int) (noted++ % RECENT)] = new Acked(number, recordId);
            }
            case REPEATED -> {}
            case ELSEWHERE -> {
                moved++;
                sample("record %d was acknowledged again, now at partition %d, offset %d"
                        .formatted(number, partition, offset));
            }
        }
    }

    private void unexpected(String what) {
        unexpected++;
        sample(what);
    }

    private void sample(String what) {
        if (samples.size() < SAMPLES) {
            samples.add(what);
        }
    }
}
