package io.ttdust.adapters.rest.metrics;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts the open connections of the HTTP server. Safe for all threads.
@Singleton
public final class HttpConnections implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {

    private final AtomicInteger open = new AtomicInteger();

    @Override
    public NettyServerCustomizer.Registry onCreated(BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
        NettyServerCustomizer.Registry registry = event.getBean();
        registry.register(new NettyServerCustomizer() {

            @Override
            public NettyServerCustomizer specializeForChannel(Channel channel, ChannelRole role) {
                if (role == ChannelRole.CONNECTION) {
                    open.incrementAndGet();
                    channel.closeFuture().addListener(closed -> open.decrementAndGet());
                }
                return this;
            }
        });
        return registry;
    }

    /// Connections that are open now.
    public int count() {
        return open.get();
    }
}
