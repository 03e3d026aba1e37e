package io.ttdust.application.flush;

/// The records of one partition cannot become a file, for a reason of their own; they stay in the log.
final class UnflushableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnflushableException(String message) {
        super(message);
    }

    UnflushableException(String message, Throwable cause) {
        super(message, cause);
    }
}
