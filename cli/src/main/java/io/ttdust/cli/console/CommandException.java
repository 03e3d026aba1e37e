package io.ttdust.cli.console;

import org.jspecify.annotations.Nullable;

/// Something a person must know or do; the message says it in full and is all that is printed.
public final class CommandException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CommandException(String message) {
        this(message, null);
    }

    public CommandException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
