package io.ttdust.cli.torture;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ttdust.cli.console.Figures;
import io.ttdust.cli.proof.DataFiles;
import io.ttdust.cli.proof.Durations;
import io.ttdust.cli.proof.Findings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The account of a torture.
///
/// @param kills hard kills, `earlyKills` of them before the server was ready
/// @param restarts from each start after a kill until the server was ready
/// @param findings of the full read-back in the end, from files and log
/// @param files when everything had been read back; those of killed flushes that are not deleted yet included
record TortureReport(
        TortureSettings settings,
        Path directory,
        long kills,
        long earlyKills,
        Durations restarts,
        AckRecorder recorder,
        LookUps lookUps,
        Findings findings,
        DataFiles files) {

    /// Records that were missing at any time, or in the end.
    long lost() {
        return Math.max(findings.lost(), lookUps.missing());
    }

    /// Records that are there twice, in whatever way that shows: every key has an answer now, so a record nobody
    /// acknowledged is a second copy.
    long doubled() {
        return findings.doubled() + findings.unclaimed().size() + recorder.moved();
    }

    boolean isPerfect() {
        return lost() == 0
                && doubled() == 0
                && findings.isPerfect()
                && recorder.unexpected() == 0
                && findings.read() == recorder.count();
    }

    /// What was wrong, in words.
    List<String> complaints() {
        List<String> complaints = new ArrayList<>(recorder.samples());
        complaints.addAll(lookUps.samples());
        complaints.addAll(findings.samples());
        if (!findings.unclaimed().isEmpty()) {
            complaints.add(
                    "%d records are there that nobody acknowledged: second copies, since every key has its answer"
                            .formatted(findings.unclaimed().size()));
        }
        if (!isPerfect() && complaints.isEmpty()) {
            complaints.add("%d records acknowledged, %d read".formatted(recorder.count(), findings.read()));
        }
        return complaints;
    }

    /// The result in a sentence.
    String text() {
        return "%s: %d kills, %s records acknowledged, %s read back, %d lost, %d doubled"
                .formatted(
                        isPerfect() ? "Passed" : "FAILED",
                        kills,
                        Figures.grouped(recorder.count()),
                        Figures.grouped(findings.read()),
                        lost(),
                        doubled());
    }

    /// One line.
    String json() {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("kills", kills);
        json.put("kills_while_starting", earlyKills);
        json.put("acked", recorder.count());
        json.put("read_back", findings.read());
        json.put("lost", lost());
        json.put("doubled", doubled());
        json.put("altered", findings.altered());
        json.put("moved", recorder.moved());
        json.put("gaps", findings.gaps());
        json.put("wrong_verdicts", recorder.unexpected());
        json.put("duplicates_answered", recorder.duplicates());
        json.put("refused", recorder.refused());
        json.put("look_ups", lookUps.made());
        json.put("seed", settings.seed());
        json.put("minutes", Figures.rounded(settings.span().toMillis() / 60_000.0, 3));
        json.put("files", files.files().size());
        json.put("rows_in_files", files.rows());
        json.put("restarts_ms_p50", restarts.percentile(50) / 1_000_000);
        json.put("restarts_ms_max", restarts.percentile(100) / 1_000_000);
        json.put("data_dir", directory.toString());
        return json.toString();
    }
}
