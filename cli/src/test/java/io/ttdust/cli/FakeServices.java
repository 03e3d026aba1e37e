package io.ttdust.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.ttdust.cli.client.FakeIngestion;
import io.ttdust.cli.query.FakeQuery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The APIs of a server on real ports of this machine, with little behind them.
final class FakeServices implements AutoCloseable {

    private final FakeIngestion ingestion = new FakeIngestion();
    private final FakeQuery query = new FakeQuery();
    private final FakeRegistry registry = new FakeRegistry();
    private final List<String> asked = new ArrayList<>();
    private final Server grpc;
    private final HttpServer http;
    private final List<String> options;

    FakeServices() throws IOException {
        grpc = Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
                .addService(ingestion)
                .addService(query)
                .build()
                .start();
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", this::answer);
        http.start();
        options = List.of(
                "--server", "http://127.0.0.1:" + http.getAddress().getPort(), "--grpc", "127.0.0.1:" + grpc.getPort());
    }

    FakeIngestion ingestion() {
        return ingestion;
    }

    FakeQuery query() {
        return query;
    }

    /// Method, path and body of each HTTP request so far.
    synchronized List<String> asked() {
        return List.copyOf(asked);
    }

    /// The options that name it.
    List<String> options() {
        return options;
    }

    /// Breaks all calls; nobody listens from then on.
    @Override
    public void close() {
        grpc.shutdownNow();
        http.stop(0);
    }

    private synchronized void answer(HttpExchange exchange) {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI() + (body.isEmpty() ? "" : " " + body));
            FakeRegistry.Answer answer = registry.answer(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath(),
                    exchange.getRequestURI().getQuery(),
                    body);
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
