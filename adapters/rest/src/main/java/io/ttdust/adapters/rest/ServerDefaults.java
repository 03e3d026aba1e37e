package io.ttdust.adapters.rest;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.server.netty.configuration.NettyHttpServerConfiguration;
import io.ttdust.adapters.rest.request.RequestBody;
import jakarta.inject.Singleton;

/// Settings of the HTTP server that this adapter relies on and that no configuration may change: bodies stay
/// bounded, and arrive as they were sent. The framework would inflate them itself, but it neither notices a
/// truncated body nor tells a refused coding from an unknown one.
@Singleton
final class ServerDefaults implements BeanCreatedEventListener<NettyHttpServerConfiguration> {

    @Override
    public NettyHttpServerConfiguration onCreated(BeanCreatedEvent<NettyHttpServerConfiguration> event) {
        NettyHttpServerConfiguration server = event.getBean();
        server.setMaxRequestSize(RequestBody.BYTES_MAX);
        server.setMaxRequestBufferSize(RequestBody.BYTES_MAX);
        server.setRequestDecompressionEnabled(false);
        return server;
    }
}
