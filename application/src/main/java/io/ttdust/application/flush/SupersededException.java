package io.ttdust.application.flush;

/// Another start of this node has taken over: this one must stop, as nothing it commits is taken any more.
public final class SupersededException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SupersededException(String message) {
        super(message);
    }
}
