package io.ttdust.adapters.grpc.ordered;

/// A request message as an [OrderedCall] takes it in.
public interface Incoming {

    /// What of the call's account the message holds: its length on the wire and what was made of it beside; 0 if
    /// nothing is kept of it.
    int bytes();
}
