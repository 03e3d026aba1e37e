package io.ttdust.adapters.jsonschema.compatibility.facts;

/// What one comparison may cost. A unit is about as much as looking at one keyword.
public final class Work {

    private long left;

    public Work(long units) {
        this.left = units;
    }

    void grant(long units) {
        left += units;
    }

    public void charge(long units) {
        left -= units;
        if (left < 0) {
            throw new WorkExceededException();
        }
    }

    /// The comparison ends here; what was found so far is true, what was not looked at is undecided.
    ///
    /// Only whoever asked for the comparison catches it, and then nothing that takes part in it is used again: so
    /// nobody restores depths and what is under way when it passes.
    public static final class WorkExceededException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        WorkExceededException() {
            super("the comparison exceeds its work", null, false, false);
        }
    }
}
