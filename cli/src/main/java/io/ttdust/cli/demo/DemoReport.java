package io.ttdust.cli.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ttdust.cli.console.Figures;
import io.ttdust.cli.proof.DataFiles;
import io.ttdust.cli.proof.Findings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a demo has to say in the end.
///
/// @param first verdicts of the first batch
/// @param second verdicts of the second one, in which the server was killed
/// @param unanswered records in flight when the server was killed
/// @param sendNanos what the first batch took
/// @param restartNanos from the start after the kill until it was ready
/// @param floorNanos what the disk takes to write and sync 4 KiB, median
/// @param files of the first stream, once all of it was flushed
/// @param syncsPerRecord of the server's last run; null when it did not say
record DemoReport(
        Path directory,
        Tally first,
        Tally second,
        Reads reads,
        long unanswered,
        long sendNanos,
        long restartNanos,
        long floorNanos,
        DataFiles files,
        @Nullable Double syncsPerRecord) {

    /// What was found by reading whole streams.
    ///
    /// @param first the first stream after the kill
    /// @param cut the second stream right after the kill, when what was unanswered may be there and need not
    /// @param second the second stream when all of it had been sent again
    /// @param torn records of `cut` that nobody acknowledged and nobody sent like that
    record Reads(Findings first, Findings cut, Findings second, long torn) {}

    long lost() {
        return reads.first().lost()
                + Math.max(reads.cut().lost(), reads.second().lost());
    }

    /// Records that are there twice, in whatever way that shows: when every key is answered, a record nobody
    /// acknowledged is a second copy.
    long doubled() {
        return reads.first().doubled()
                + reads.first().unclaimed().size()
                + Math.max(reads.cut().doubled(), reads.second().doubled())
                + reads.second().unclaimed().size()
                + first.moved()
                + second.moved();
    }

    boolean isPerfect() {
        return lost() == 0
                && doubled() == 0
                && files.rows() == first.accepted()
                && reads.torn() == 0
                && reads.first().isPerfect()
                && reads.cut().isSound()
                && reads.second().isPerfect();
    }

    /// What was wrong, in words.
    List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        reads.first().samples().forEach(sample -> complaints.add("first stream: " + sample));
        reads.cut().samples().forEach(sample -> complaints.add("second stream after the kill: " + sample));
        reads.second().samples().forEach(sample -> complaints.add("second stream in the end: " + sample));
        int copies =
                reads.first().unclaimed().size() + reads.second().unclaimed().size();
        if (copies > 0) {
            complaints.add(copies + " records are there that nobody acknowledged: second copies");
        }
        if (files.rows() != first.accepted()) {
            complaints.add("%d records were accepted and %d lie in files".formatted(first.accepted(), files.rows()));
        }
        if (reads.torn() > 0) {
            complaints.add(reads.torn() + " records are there that were never sent like that");
        }
        if (!isPerfect() && complaints.isEmpty()) {
            complaints.add(lost() + " records are lost, " + doubled() + " doubled");
        }
        return complaints;
    }

    long recordsPerSecond() {
        return (long) (first.answered() / Math.max(1e-9, sendNanos / 1e9));
    }

    /// One line.
    String json() {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("accepted", first.accepted());
        json.put("rejected", first.rejected());
        json.put("duplicate", first.duplicate());
        json.put("conflict", first.conflict());
        json.put("refused", first.refused());
        json.put("read_back", reads.first().read());
        json.put("lost", lost());
        json.put("doubled", doubled());
        json.put("torn", reads.torn());
        json.put("gaps", reads.first().gaps() + reads.second().gaps());
        json.put("second_acked", second.acked().count());
        json.put("second_read_back", reads.second().read());
        json.put("unanswered_at_kill", unanswered);
        json.put("data_dir", directory.toString());
        json.put("files", files.files().size());
        json.put("rows_in_files", files.rows());
        json.put("file_bytes", files.bytes());
        json.put("records_per_s", recordsPerSecond());
        json.put("ack_p50_ms", millis(first.acks().percentile(50)));
        json.put("ack_p99_ms", millis(first.acks().percentile(99)));
        json.put("syncs_per_record", syncsPerRecord == null ? null : Figures.rounded(syncsPerRecord, 5));
        json.put("floor_sync_p50_us", floorNanos / 1_000);
        json.put("restart_ms", restartNanos / 1_000_000);
        return json.toString();
    }

    private static double millis(long nanos) {
        return Figures.rounded(nanos / 1e6, 3);
    }
}
