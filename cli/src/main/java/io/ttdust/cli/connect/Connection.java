package io.ttdust.cli.connect;

import io.ttdust.cli.client.GrpcClient;
import io.ttdust.cli.client.RestClient;
import io.ttdust.cli.server.Endpoints;

/// A server, and a key of its. Never prints the key.
public final class Connection {

    private final Endpoints endpoints;
    private final String apiKey;

    public Connection(Endpoints endpoints, String apiKey) {
        this.endpoints = endpoints;
        this.apiKey = apiKey;
    }

    public Endpoints endpoints() {
        return endpoints;
    }

    /// Its HTTP API.
    public RestClient rest() {
        return new RestClient(endpoints.rest(), apiKey);
    }

    /// Its gRPC API.
    public GrpcClient grpc() {
        return new GrpcClient(endpoints.grpc(), apiKey);
    }
}
