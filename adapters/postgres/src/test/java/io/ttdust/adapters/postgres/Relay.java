package io.ttdust.adapters.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// A port that stays the same while the server behind it ends, moves or falls silent.
final class Relay implements AutoCloseable {

    private final ServerSocket door;
    private volatile int target;
    private volatile boolean silent;

    Relay(int target) throws IOException {
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.target = target;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    /// Leads new connections there.
    void leadTo(int port) {
        target = port;
    }

    /// Swallows what passes from now on: connections can be made, but nothing comes back.
    void fallSilent() {
        silent = true;
    }

    void speak() {
        silent = false;
    }

    @Override
    public void close() throws IOException {
        door.close();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                Thread.ofVirtual().start(() -> connect(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        try (client;
                Socket server = new Socket("localhost", target)) {
            Thread answers = Thread.ofVirtual().start(() -> pump(server, client));
            pump(client, server);
            answers.join();
        } catch (IOException | InterruptedException e) {
            // The server is away or the connection has ended: the client sees it closed.
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[8192];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (!silent) {
                    out.write(buffer, 0, n);
                }
            }
        } catch (IOException e) {
            // One side has gone; closing both tells the other.
        }
    }
}
