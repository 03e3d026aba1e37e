package io.ttdust.cli.console;

import java.util.Locale;

/// Numbers as a person reads them, the same in every locale.
public final class Figures {

    private Figures() {}

    /// Thousands set apart by a space: `100 000`.
    public static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number).replace(',', ' ');
    }

    /// Milliseconds with two places, of nanoseconds.
    public static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.2f ms", nanos / 1e6);
    }

    /// Seconds with one place, of nanoseconds.
    public static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
    }

    /// `value` with at most `places` digits behind the point, for JSON.
    public static double rounded(double value, int places) {
        double scale = Math.pow(10, places);
        return Math.round(value * scale) / scale;
    }
}
