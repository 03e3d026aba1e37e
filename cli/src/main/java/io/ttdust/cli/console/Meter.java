package io.ttdust.cli.console;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// One line that says how far something has come whose number of records nobody knows beforehand. Silent where
/// nobody watches. May be used from any thread.
public final class Meter implements AutoCloseable {

    /// The size of what has no known size.
    public static final long UNKNOWN = -1;

    private static final long REDRAW_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Terminal terminal;
    private final long total;
    private final LongSupplier nanoClock;
    private final long began;
    private long drawn;

    /// Measures on `terminal`; `total` in bytes, or [#UNKNOWN].
    public Meter(Terminal terminal, long total, LongSupplier nanoClock) {
        this.terminal = terminal;
        this.total = total;
        this.nanoClock = nanoClock;
        this.began = nanoClock.getAsLong();
        this.drawn = began - REDRAW_NANOS;
    }

    /// So many records and bytes are done.
    public synchronized void reached(long records, long bytes) {
        long now = nanoClock.getAsLong();
        if (terminal.isInteractive() && now - drawn >= REDRAW_NANOS) {
            drawn = now;
            terminal.overwrite(text(records, bytes, now));
        }
    }

    /// Takes the line away.
    @Override
    public synchronized void close() {
        if (terminal.isInteractive()) {
            terminal.overwrite("");
        }
    }

    private String text(long records, long bytes, long now) {
        double seconds = Math.max(1, now - began) / 1e9;
        String text = "%s records, %s MB, %s records/s"
                .formatted(Figures.grouped(records), Figures.rounded(bytes / 1e6, 1), Figures.grouped((long)
                        (records / seconds)));
        if (total <= 0) {
            return "  " + text;
        }
        long left = bytes == 0 ? 0 : (long) Math.ceil(seconds * Math.max(0, total - bytes) / bytes);
        return "  %3d %%  %s, %s s left".formatted(Math.min(100, bytes * 100 / total), text, Figures.grouped(left));
    }
}
