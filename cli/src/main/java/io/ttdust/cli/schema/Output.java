package io.ttdust.cli.schema;

import io.ttdust.cli.console.CommandException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Prints JSON for another program: in UTF-8, whatever the locale is.
final class Output {

    private Output() {}

    /// Prints `text` and a line end.
    static void print(OutputStream out, String text) {
        try {
            out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains("Broken pipe")) {
                return; // whoever reads has had enough, as `head` has
            }
            throw new CommandException("cannot write to standard output: " + e.getMessage(), e);
        }
    }
}
