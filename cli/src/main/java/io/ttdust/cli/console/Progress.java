package io.ttdust.cli.console;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// A bar that moves where someone watches, and a plain line per fifth of the way elsewhere. May be called from any
/// thread.
public final class Progress implements AutoCloseable {

    private static final int BAR = 30;
    private static final int PLAIN_LINES = 5;
    private static final long REDRAW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Terminal terminal;
    private final long total;
    private final String unit;
    private final LongSupplier nanoClock;
    private long began;
    private long beganAt;
    private long drawn;
    private long plainLines;
    private long latest;

    Progress(Terminal terminal, long total, String unit, LongSupplier nanoClock) {
        if (total <= 0) {
            throw new IllegalArgumentException("total must be positive: " + total);
        }
        this.terminal = terminal;
        this.total = total;
        this.unit = unit;
        this.nanoClock = nanoClock;
        this.began = nanoClock.getAsLong();
        this.drawn = began - REDRAW_NANOS;
    }

    /// Work begins, or goes on after a while: the rate is that from here on.
    public synchronized void begin() {
        began = nanoClock.getAsLong();
        beganAt = latest;
        drawn = began - REDRAW_NANOS;
    }

    /// So many of the total are done.
    public synchronized void reached(long done) {
        latest = done;
        long now = nanoClock.getAsLong();
        if (terminal.isInteractive()) {
            if (now - drawn >= REDRAW_NANOS) {
                drawn = now;
                terminal.overwrite(text(now));
            }
            return;
        }
        long due = done * PLAIN_LINES / total;
        if (due > plainLines) {
            plainLines = due;
            terminal.line("%s", text(now));
        }
    }

    /// Draws the last state and ends the line.
    @Override
    public synchronized void close() {
        if (terminal.isInteractive()) {
            terminal.overwrite(text(nanoClock.getAsLong()));
            terminal.line("");
        }
    }

    private String text(long now) {
        long done = Math.min(latest, total);
        int filled = (int) (done * BAR / total);
        double seconds = Math.max(1, now - began) / 1e9;
        return "  [%s%s] %3d %%  %s of %s %s, %s/s"
                .formatted(
                        "#".repeat(filled),
                        "-".repeat(BAR - filled),
                        done * 100 / total,
                        Figures.grouped(latest),
                        Figures.grouped(total),
                        unit,
                        Figures.grouped((long) ((latest - beganAt) / seconds)));
    }
}
