package io.ttdust.adapters.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A port that stays the same while the server behind it ends, moves or falls silent.
public final class Relay implements AutoCloseable {

    private final ServerSocket door;
    private volatile int target;
    private volatile boolean silent;
    private volatile boolean deaf;
    private volatile @Nullable String unanswered;

    public Relay(int target) throws IOException {
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.target = target;
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return door.getLocalPort();
    }

    /// Leads new connections there.
    public void leadTo(int port) {
        target = port;
    }

    /// Swallows what passes from now on: connections can be made, but nothing comes back.
    public void fallSilent() {
        silent = true;
    }

    /// Swallows the server's answers once `word` went by on its way to the server, which hears everything.
    public void swallowAnswersTo(String word) {
        unanswered = word;
    }

    public void speak() {
        silent = false;
        deaf = false;
        unanswered = null;
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
            Thread answers = Thread.ofVirtual().start(() -> pump(server, client, false));
            pump(client, server, true);
            answers.join();
        } catch (IOException | InterruptedException e) {
            // The server is away or the connection has ended: the client sees it closed.
        }
    }

    private void pump(Socket from, Socket to, boolean toServer) {
        byte[] buffer = new byte[8192];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                String word = unanswered;
                if (toServer && word != null && new String(buffer, 0, n, StandardCharsets.ISO_8859_1).contains(word)) {
                    deaf = true;
                }
                if (!silent && (toServer || !deaf)) {
                    out.write(buffer, 0, n);
                }
            }
        } catch (IOException e) {
            // One side has gone; closing both tells the other.
        }
    }
}
