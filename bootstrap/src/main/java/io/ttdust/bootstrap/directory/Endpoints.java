package io.ttdust.bootstrap.directory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/// Where a running node listens, left in `{data}/endpoints.json` for tools on the same machine. The file is
/// there only while the node serves; a stale one is deleted at start.
///
/// @param rest base URL, such as `http://127.0.0.1:8080`
/// @param grpc `host:port`
/// @param metrics URL that answers without a key; null when there is none
public record Endpoints(String rest, String grpc, @Nullable String metrics) {

    private static final String FILE = "endpoints.json";

    /// Removes what an earlier start left.
    public static void delete(Path dataDirectory) {
        try {
            Files.deleteIfExists(dataDirectory.resolve(FILE));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + dataDirectory.resolve(FILE), e);
        }
    }

    /// Puts it there, for the tools to find.
    public void write(Path dataDirectory) {
        Path written = dataDirectory.resolve(FILE + ".tmp");
        String json = "{\"pid\":%d,\"rest\":\"%s\",\"grpc\":\"%s\"%s}%n"
                .formatted(
                        ProcessHandle.current().pid(),
                        rest,
                        grpc,
                        metrics == null ? "" : ",\"metrics\":\"%s\"".formatted(metrics));
        try {
            Files.writeString(written, json);
            Files.move(
                    written,
                    dataDirectory.resolve(FILE),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + dataDirectory.resolve(FILE), e);
        }
    }
}
