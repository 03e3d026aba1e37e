package io.ttdust.cli.feed;

import com.google.protobuf.ByteString;

/// A record as it stands in its source.
///
/// @param number its line, or its place in the array, from 1
/// @param payload its bytes, which nobody has looked at yet
public record FedRecord(long number, ByteString payload) {}
