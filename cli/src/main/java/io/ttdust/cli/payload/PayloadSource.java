package io.ttdust.cli.payload;

/// Payloads by number, the same bytes each time. May be used from any thread.
public interface PayloadSource {

    /// How many there are; numbers run from 0 to one less.
    long size();

    /// The payload of that number, to keep or change.
    byte[] payload(long number);
}
