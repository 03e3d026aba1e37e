package io.ttdust.cli.infer;

import com.google.protobuf.ByteString;
import io.ttdust.cli.console.CommandException;
import io.ttdust.cli.console.Figures;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Records given as samples, of which those that no stream would take are left out and told of. For one thread.
public final class Samples {

    private final SchemaInference inference;
    private long leftOut;
    private @Nullable String firstLeftOut;

    public Samples(InferenceRules rules) {
        this.inference = new SchemaInference(rules);
    }

    /// Looks at a record; `place` says where it stands, such as `line 7`.
    public void add(String place, ByteString record) {
        String flaw = inference.add(record);
        if (flaw != null) {
            leftOut++;
            if (firstLeftOut == null) {
                firstLeftOut = place + ": " + flaw;
            }
        }
    }

    /// What a person should know of the samples, line by line.
    public List<String> told() {
        List<String> lines = new ArrayList<>();
        lines.add("looked at %s".formatted(records(inference.taken())));
        if (firstLeftOut != null) {
            lines.add("left out %s that no stream takes; the first: %s".formatted(records(leftOut), firstLeftOut));
        }
        return lines;
    }

    private static String records(long count) {
        return count == 1 ? "1 record" : Figures.grouped(count) + " records";
    }

    /// The schema under which all samples are valid that were not left out.
    ///
    /// @throws CommandException if there is none of them
    public InferredSchema schema() {
        if (inference.taken() > 0) {
            return inference.schema();
        }
        throw new CommandException(
                firstLeftOut == null
                        ? "there is no record to make a schema of: give JSON objects, one per line or in one array"
                        : "there is no JSON object to make a schema of; " + firstLeftOut);
    }
}
