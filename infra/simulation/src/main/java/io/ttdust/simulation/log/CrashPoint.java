package io.ttdust.simulation.log;

/// Where a script ends, written `script:operation:way`.
///
/// @param operation counted from 1
public record CrashPoint(int script, long operation, int way) {

    static CrashPoint parse(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("a crash point is script:operation:way, not " + text);
        }
        return new CrashPoint(Integer.parseInt(parts[0]), Long.parseLong(parts[1]), Integer.parseInt(parts[2]));
    }

    @Override
    public String toString() {
        return script + ":" + operation + ":" + way;
    }
}
