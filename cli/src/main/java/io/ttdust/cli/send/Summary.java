package io.ttdust.cli.send;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ttdust.cli.console.Figures;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a run has to say in the end.
///
/// @param problem why not everything was sent; null when it was
record Summary(
        String stream, SendTally.Counts counts, @Nullable String problem) {

    static final int ALL_TAKEN = 0;
    static final int SOME_REJECTED = 1;
    static final int NOT_FINISHED = 2;

    int exitCode() {
        if (problem != null || counts.open() > 0) {
            return NOT_FINISHED;
        }
        return counts.rejected() + counts.conflict() > 0 ? SOME_REJECTED : ALL_TAKEN;
    }

    /// For a person, several lines.
    String text() {
        StringBuilder text = new StringBuilder();
        for (Rejection rejection : counts.first()) {
            text.append(rejection.words(counts.unit())).append('\n');
        }
        long unseen = counts.rejected() + counts.conflict() - counts.first().size();
        if (unseen > 0) {
            text.append("... and ").append(Figures.grouped(unseen)).append(" more\n");
        }
        row(text, "accepted", counts.accepted(), "");
        row(text, "duplicate", counts.duplicate(), "");
        row(text, "rejected", counts.rejected(), "");
        row(text, "conflict", counts.conflict(), "");
        row(
                text,
                "refused",
                counts.refused(),
                counts.refused() == 0 ? "" : "  told to come back later, and sent again");
        if (counts.open() > 0) {
            row(text, "unanswered", counts.open(), "  read, and without a final verdict");
        }
        text.append("in %s s, %s records/s, %s MB/s"
                .formatted(
                        Figures.rounded(counts.seconds(), 2),
                        Figures.grouped((long) perSecond(counts.settled())),
                        Figures.rounded(perSecond(counts.bytes()) / 1e6, 2)));
        return text.toString();
    }

    /// For a program, one line.
    String json() {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("stream", stream);
        json.put("accepted", counts.accepted());
        json.put("duplicate", counts.duplicate());
        json.put("rejected", counts.rejected());
        json.put("conflict", counts.conflict());
        json.put("refused", counts.refused());
        json.put("unanswered", counts.open());
        json.put("bytes", counts.bytes());
        json.put("seconds", Figures.rounded(counts.seconds(), 3));
        json.put("records_per_s", Figures.rounded(perSecond(counts.settled()), 0));
        json.put("finished", exitCode() != NOT_FINISHED);
        json.put("problem", problem);
        ArrayNode first = json.putArray("rejections");
        counts.first().forEach(rejection -> first.add(RejectsFile.json(rejection, counts.unit())));
        return json.toString();
    }

    private double perSecond(long amount) {
        return amount / Math.max(1e-6, counts.seconds());
    }

    private static void row(StringBuilder text, String name, long count, String remark) {
        text.append(String.format(Locale.ROOT, "%-10s %14s%s%n", name, Figures.grouped(count), remark));
    }
}
