package io.ttdust.bootstrap.node;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.graceful.GracefulShutdownManager;
import io.micronaut.runtime.server.EmbeddedServer;
import io.ttdust.adapters.rest.metrics.HttpConnections;
import io.ttdust.adapters.rest.metrics.MetricsText;
import io.ttdust.bootstrap.Core;
import io.ttdust.bootstrap.config.HostPort;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The HTTP server with the controllers of the REST adapter. The framework ends here: it is handed the finished use
/// cases and finds the controllers.
final class RestServer {

    private static final Logger LOG = LoggerFactory.getLogger(RestServer.class);

    private final ApplicationContext context;
    private final EmbeddedServer server;

    private RestServer(ApplicationContext context, EmbeddedServer server) {
        this.context = context;
        this.server = server;
    }

    /// @param metricsAuth who may read `metrics` here: `reader` or `none`
    static RestServer start(Core core, HostPort address, MetricsText metrics, String metricsAuth) {
        ApplicationContext context = ApplicationContext.builder()
                .deduceEnvironment(false)
                .banner(false)
                .properties(Map.of(
                        "micronaut.application.name",
                        "ttdust",
                        "micronaut.server.host",
                        address.host(),
                        // The framework takes -1 for "any free port".
                        "micronaut.server.port",
                        address.port() == 0 ? -1 : address.port(),
                        MetricsText.AUTH_PROPERTY,
                        metricsAuth))
                .singletons(core.beans())
                .singletons(metrics)
                .start();
        EmbeddedServer server = context.getBean(EmbeddedServer.class);
        try {
            server.start();
        } catch (RuntimeException e) { // the framework's own types: keep only that it did not start
            context.close();
            throw new IllegalStateException(
                    "cannot listen for HTTP on %s:%d: %s".formatted(address.host(), address.port(), e.getMessage()), e);
        }
        return new RestServer(context, server);
    }

    /// Connections that are open now.
    int connections() {
        return context.getBean(HttpConnections.class).count();
    }

    int port() {
        return server.getPort();
    }

    /// Takes no new requests, waits up to `grace` for the answers of those in flight, and ends.
    void close(Duration grace) {
        try {
            context.getBean(GracefulShutdownManager.class)
                    .shutdownGracefully()
                    .toCompletableFuture()
                    .get(grace.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn("requests were still in flight after {}; their clients do not know the outcome", grace);
        } catch (ExecutionException e) {
            LOG.warn("the HTTP server did not end gracefully", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            context.close();
        }
    }
}
