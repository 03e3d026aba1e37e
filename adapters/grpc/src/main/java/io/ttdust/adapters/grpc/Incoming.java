package io.ttdust.adapters.grpc;

/// A request message as an [OrderedCall] takes it in.
interface Incoming {

    /// Length of the message on the wire, which is also what it holds on to until it is offered.
    int bytes();
}
