package io.ttdust.cli.send;

import com.google.protobuf.ByteString;
import io.ttdust.proto.ingestion.v1.IngestError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What became of the records, counted. May be used from any thread.
final class SendTally {

    private final int shown;
    private final String unit;
    private final @Nullable RejectsFile rejects;
    private final long began = System.nanoTime();
    private final List<Rejection> first = new ArrayList<>();
    private long taken;
    private long bytes;
    private long accepted;
    private long duplicate;
    private long rejected;
    private long conflict;
    private long refused;
    private long latest = began;

    /// Counts.
    ///
    /// @param shown how many rejections are kept to be shown
    /// @param unit what their numbers count
    /// @param rejects takes all of them; null for nobody
    SendTally(int shown, String unit, @Nullable RejectsFile rejects) {
        this.shown = shown;
        this.unit = unit;
        this.rejects = rejects;
    }

    /// A record was read.
    synchronized void taken(long size) {
        taken++;
        bytes += size;
    }

    synchronized void accepted() {
        accepted++;
        latest = System.nanoTime();
    }

    synchronized void duplicate() {
        duplicate++;
        latest = System.nanoTime();
    }

    synchronized void rejected(long number, IngestError error, ByteString payload) {
        rejected++;
        keep(new Rejection(number, "rejected", error, payload));
    }

    synchronized void conflict(long number, IngestError error, ByteString payload) {
        conflict++;
        keep(new Rejection(number, "conflict", error, payload));
    }

    /// A record is to come back later.
    synchronized void refused() {
        refused++;
    }

    /// The counts as they stand.
    synchronized Counts counts() {
        return new Counts(
                taken,
                bytes,
                accepted,
                duplicate,
                rejected,
                conflict,
                refused,
                (System.nanoTime() - began) / 1e9,
                List.copyOf(first),
                unit);
    }

    /// When the latest final verdict came, by [System#nanoTime]; at first, when counting began.
    synchronized long latestVerdict() {
        return latest;
    }

    /// Hands over what is kept of the rejected, for a reader that does not wait for the end.
    synchronized void flush() {
        if (rejects != null) {
            rejects.flush();
        }
    }

    private void keep(Rejection rejection) {
        latest = System.nanoTime();
        if (first.size() < shown) {
            first.add(rejection);
        }
        if (rejects != null) {
            rejects.add(rejection, unit);
        }
    }

    /// @param taken records read
    /// @param bytes of their payloads
    /// @param refused how often a record was told to come back later
    /// @param first the first rejections and conflicts
    /// @param unit what their numbers count
    record Counts(
            long taken,
            long bytes,
            long accepted,
            long duplicate,
            long rejected,
            long conflict,
            long refused,
            double seconds,
            List<Rejection> first,
            String unit) {

        /// Records with a final verdict.
        long settled() {
            return accepted + duplicate + rejected + conflict;
        }

        /// Records that were read and have no final verdict.
        long open() {
            return taken - settled();
        }
    }
}
