package io.ttdust.cli.schema;

import io.ttdust.cli.client.RestClient.Violation;
import io.ttdust.cli.console.Terminal;
import java.util.List;

/// Tells what speaks against a version.
final class Verdict {

    /// How a server's message goes on to the change.
    private static final String CHANGE = "; the smallest change that would pass: ";

    private Verdict() {}

    /// Prints each place with the rule, what would happen and the smallest change that would pass.
    static void tell(Terminal out, List<Violation> violations) {
        for (Violation violation : violations) {
            String message = violation.message();
            int change = message.lastIndexOf(CHANGE);
            out.line("  %s (%s)", violation.place(), violation.keyword());
            out.line("    %s", change < 0 ? message : message.substring(0, change));
            if (change >= 0) {
                out.line("    smallest change: %s", message.substring(change + CHANGE.length()));
            }
        }
    }
}
