package io.ttdust.cli.client;

/// A call ended before all its answers came. What was not answered may or may not have been written.
public final class BrokenCallException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BrokenCallException(String message, Throwable cause) {
        super(message, cause);
    }
}
