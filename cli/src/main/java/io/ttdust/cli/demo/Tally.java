package io.ttdust.cli.demo;

import io.ttdust.cli.client.VerdictListener;
import io.ttdust.cli.console.Progress;
import io.ttdust.cli.proof.AckedRecords;
import io.ttdust.cli.proof.Durations;
import io.ttdust.proto.ingestion.v1.FieldValidationError;
import io.ttdust.proto.ingestion.v1.IngestError;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/// The verdicts of one batch, counted. Answers come on one thread, questions from another.
final class Tally implements VerdictListener {

    private static final int SAMPLES = 3;

    private final AckedRecords acked = new AckedRecords();
    private final Durations acks = new Durations();
    private final List<String> samples = new ArrayList<>();
    private final Progress progress;
    private final LongConsumer onFrame;
    private long accepted;
    private long duplicate;
    private long rejected;
    private long conflict;
    private long refused;
    private long moved;

    /// Draws on `progress`, and tells `onFrame` after each answered frame how many records have a verdict.
    Tally(Progress progress, LongConsumer onFrame) {
        this.progress = progress;
        this.onFrame = onFrame;
    }

    @Override
    public synchronized void accepted(long number, int partition, long offset, String recordId) {
        accepted++;
        place(number, partition, offset);
    }

    @Override
    public synchronized void duplicate(long number, int partition, long offset, String recordId) {
        duplicate++;
        place(number, partition, offset);
    }

    @Override
    public synchronized void rejected(long number, IngestError error) {
        rejected++;
        if (samples.size() < SAMPLES) {
            samples.add("record %d: %s".formatted(number, words(error)));
        }
    }

    @Override
    public synchronized void conflict(long number, IngestError error) {
        conflict++;
    }

    @Override
    public synchronized void refused(long number, IngestError error) {
        refused++;
    }

    @Override
    public void frameAnswered(int records, long nanos) {
        acks.add(nanos);
        long answered = answered();
        progress.reached(answered);
        onFrame.accept(answered);
    }

    /// Answers begin to come, or come again.
    void beginProgress() {
        progress.begin();
    }

    /// No more answers come for now.
    void endProgress() {
        progress.close();
    }

    AckedRecords acked() {
        return acked;
    }

    Durations acks() {
        return acks;
    }

    /// The first few rejections in words.
    synchronized List<String> samples() {
        return List.copyOf(samples);
    }

    /// Records with a final verdict.
    synchronized long answered() {
        return accepted + duplicate + rejected + conflict;
    }

    synchronized long accepted() {
        return accepted;
    }

    synchronized long duplicate() {
        return duplicate;
    }

    synchronized long rejected() {
        return rejected;
    }

    synchronized long conflict() {
        return conflict;
    }

    /// How often a record was told to come back later.
    synchronized long refused() {
        return refused;
    }

    /// Records that were acknowledged at two different places.
    synchronized long moved() {
        return moved;
    }

    private void place(long number, int partition, long offset) {
        if (acked.put(number, partition, offset) == AckedRecords.Claim.ELSEWHERE) {
            moved++;
        }
    }

    private static String words(IngestError error) {
        if (error.getFieldErrorsCount() == 0) {
            return error.getCode() + ", " + error.getMessage();
        }
        FieldValidationError first = error.getFieldErrors(0);
        String place = first.getPointer().isEmpty() ? "the whole record" : first.getPointer();
        return "%s at %s (%s): %s".formatted(error.getCode(), place, first.getKeyword(), first.getMessage());
    }
}
