package io.ttdust.cli.client;

/// The server answered what it never may: a record without a verdict, or one with two, or out of order.
public final class WrongAnswerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public WrongAnswerException(String message) {
        super(message);
    }
}
