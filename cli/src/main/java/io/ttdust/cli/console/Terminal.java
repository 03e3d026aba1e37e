package io.ttdust.cli.console;

import com.google.errorprone.annotations.FormatMethod;
import java.io.PrintWriter;
import java.util.Locale;

/// Where a command writes for a person. May be used from any thread.
///
/// ASCII only, so that it reads the same in every locale and in the log of a build server.
public final class Terminal {

    private final PrintWriter out;
    private final boolean interactive;

    /// Writes to `out`; `interactive` when someone watches it, so that a line may be overwritten.
    public Terminal(PrintWriter out, boolean interactive) {
        this.out = out;
        this.interactive = interactive;
    }

    /// Prints a line, formatted as by [String#format].
    @FormatMethod
    public void line(String format, Object... arguments) {
        String text = String.format(Locale.ROOT, format, arguments);
        synchronized (out) {
            out.println(text);
            out.flush();
        }
    }

    /// Begins a step of a longer course: an empty line and a title.
    @FormatMethod
    public void step(String format, Object... arguments) {
        line("");
        line(format, arguments);
    }

    /// Progress of `total` pieces of work called `unit`, such as `records`.
    public Progress progress(long total, String unit) {
        return new Progress(this, total, unit, System::nanoTime);
    }

    boolean isInteractive() {
        return interactive;
    }

    /// Replaces the line the cursor stands on.
    void overwrite(String text) {
        synchronized (out) {
            out.print("\r\u001b[K" + text);
            out.flush();
        }
    }
}
