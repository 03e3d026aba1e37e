package io.ttdust.cli.server;

import java.net.URI;

/// Where a server answers.
///
/// @param rest base of the HTTP API, such as `http://127.0.0.1:8080`
/// @param grpc `host:port`
public record Endpoints(URI rest, String grpc) {}
