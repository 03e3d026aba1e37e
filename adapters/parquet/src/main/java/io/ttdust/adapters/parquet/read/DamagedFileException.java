package io.ttdust.adapters.parquet.read;

/// The object is no file of this format, or no longer; says what is wrong with it.
final class DamagedFileException extends Exception {

    private static final long serialVersionUID = 1L;

    DamagedFileException(String message) {
        super(message);
    }
}
