package io.ttdust.adapters.wal.specification;

/// A reader of version 1 has to stop here; says at what.
public final class UnreadableLogException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnreadableLogException(String what) {
        super(what);
    }
}
