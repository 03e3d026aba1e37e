package io.ttdust.benchmarks.report;

/// The run cannot go on or proves nothing; the message is all a person needs.
public final class FailedRunException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public FailedRunException(String message) {
        super(message);
    }
}
