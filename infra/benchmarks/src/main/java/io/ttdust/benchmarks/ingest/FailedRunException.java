package io.ttdust.benchmarks.ingest;

/// The run cannot go on or proves nothing; the message is all a person needs.
final class FailedRunException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    FailedRunException(String message) {
        super(message);
    }
}
