package io.ttdust.simulation.log;

/// Where a script ends, written `script:operation:way`.
///
/// @param operation counted from 1
public record CrashPoint(int script, long operation, int way) {

    /// @throws IllegalArgumentException if `text` is not written like one
    static CrashPoint parse(String text) {
        if (!text.matches("[0-9]{1,3}:[0-9]{1,9}:[0-9]")) {
            throw new IllegalArgumentException("a crash point is script:operation:way, as 0:17:3, not " + text);
        }
        String[] parts = text.split(":", -1);
        return new CrashPoint(Integer.parseInt(parts[0]), Long.parseLong(parts[1]), Integer.parseInt(parts[2]));
    }

    @Override
    public String toString() {
        return script + ":" + operation + ":" + way;
    }
}
