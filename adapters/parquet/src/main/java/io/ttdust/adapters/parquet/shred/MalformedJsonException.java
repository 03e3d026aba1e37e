package io.ttdust.adapters.parquet.shred;

/// The payload is no JSON; thrown and caught within the package, hence without a trace.
final class MalformedJsonException extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedJsonException() {
        super("no JSON", null, false, false);
    }
}
