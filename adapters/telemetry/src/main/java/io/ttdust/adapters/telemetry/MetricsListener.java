package io.ttdust.adapters.telemetry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves `/metrics` on an address of its own, to everybody who can reach it; nothing else is there. It lives apart
/// from the node's other doors, so that it answers when these are busy.
public final class MetricsListener implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MetricsListener.class);

    private static final String PATH = "/metrics";

    /// More scrapes at once are told to come back: each is some hundred kilobytes of text.
    private static final int SCRAPES_MAX = 4;

    /// The JDK's server reads its bounds from properties of the process, once: seconds until a request must be
    /// there whole and until its answer is taken, and connections at once.
    private static final Map<String, String> BOUNDS = Map.of(
            "sun.net.httpserver.maxReqTime", "10",
            "sun.net.httpserver.maxRspTime", "30",
            "jdk.httpserver.maxConnections", "64");

    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int INTERNAL_ERROR = 500;
    private static final int UNAVAILABLE = 503;

    private final HttpServer server;
    private final ExecutorService workers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("metrics-", 0).factory());
    private final Semaphore scrapes = new Semaphore(SCRAPES_MAX);
    private final Supplier<String> scrape;

    private MetricsListener(HttpServer server, Supplier<String> scrape) {
        this.server = server;
        this.scrape = scrape;
    }

    /// Listens on `address` from when this returns.
    ///
    /// @param scrape the text to serve, as [Telemetry#CONTENT_TYPE]
    /// @throws UncheckedIOException if the address cannot be bound; the message names it
    public static MetricsListener start(InetSocketAddress address, Supplier<String> scrape) {
        BOUNDS.forEach(System.getProperties()::putIfAbsent);
        HttpServer server;
        try {
            server = HttpServer.create(address, 0);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen for scrapes of metrics on %s".formatted(address), e);
        }
        MetricsListener listener = new MetricsListener(server, scrape);
        server.createContext("/", listener::answer);
        server.setExecutor(listener.workers);
        server.start();
        return listener;
    }

    /// The port it listens on; useful when the address left the choice to the system.
    public int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String method = exchange.getRequestMethod();
            if (!exchange.getRequestURI().getPath().equals(PATH)) {
                exchange.sendResponseHeaders(NOT_FOUND, -1);
            } else if (!method.equals("GET") && !method.equals("HEAD")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                exchange.sendResponseHeaders(METHOD_NOT_ALLOWED, -1);
            } else if (!scrapes.tryAcquire()) {
                exchange.getResponseHeaders().set("Retry-After", "1");
                exchange.sendResponseHeaders(UNAVAILABLE, -1);
            } else {
                try {
                    serve(exchange, method.equals("HEAD"));
                } finally {
                    scrapes.release();
                }
            }
        }
    }

    private void serve(HttpExchange exchange, boolean headOnly) throws IOException {
        byte[] text;
        try {
            text = scrape.get().getBytes(StandardCharsets.UTF_8);
        } catch (RuntimeException e) { // endpoint boundary: a defect costs this scrape, not the listener
            LOG.error("a scrape failed", e);
            exchange.sendResponseHeaders(INTERNAL_ERROR, -1);
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", Telemetry.CONTENT_TYPE);
        if (headOnly) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(text.length));
            exchange.sendResponseHeaders(OK, -1);
            return;
        }
        exchange.sendResponseHeaders(OK, text.length);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(text);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
