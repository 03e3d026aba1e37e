package io.ttdust.cli.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;

/// Behaves towards its parent as a server does, by the mode in `TTDUST_FAKE`: `serve` becomes ready and waits,
/// `fail` ends at once with an error, `stubborn` becomes ready and exits with 3 when asked to end.
final class FakeServer {

    private FakeServer() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path data = Path.of(System.getenv("TTDUST_DATA_DIRECTORY"));
        Files.writeString(data.resolve("arguments"), String.join(" ", arguments));
        Files.writeString(
                data.resolve("environment"), String.join("\n", System.getenv().keySet()));
        String mode = System.getenv("TTDUST_FAKE");
        if (mode.equals("fail")) {
            throw new IllegalStateException("the disk is on fire");
        }
        if (mode.equals("stubborn")) {
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> Runtime.getRuntime().halt(3)));
        }
        Path ready = data.resolve("endpoints.json.tmp");
        Files.writeString(
                ready,
                "{\"pid\":%d,\"rest\":\"http://127.0.0.1:1\",\"grpc\":\"127.0.0.1:2\"}"
                        .formatted(ProcessHandle.current().pid()),
                StandardOpenOption.CREATE);
        Files.move(ready, data.resolve("endpoints.json"), StandardCopyOption.REPLACE_EXISTING);
        new CountDownLatch(1).await();
    }
}
