package io.ttdust.cli.demo;

import io.ttdust.cli.server.ChildServer;
import java.util.concurrent.CountDownLatch;

/// Kills a server on a thread of its own, so that who pulls it goes on at full speed until the kill is felt. May be
/// pulled from any thread; once is enough.
final class KillSwitch implements AutoCloseable {

    private final CountDownLatch released = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean pulled;

    KillSwitch(ChildServer server) {
        thread = Thread.ofPlatform().name("kill-switch").start(() -> await(server));
    }

    void pull() {
        pulled = true;
        released.countDown();
    }

    boolean isPulled() {
        return pulled;
    }

    /// Waits until the server is gone, if it was pulled.
    @Override
    public void close() {
        released.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void await(ChildServer server) {
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (pulled) {
            server.killHard();
        }
    }
}
