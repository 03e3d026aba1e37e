package io.ttdust.bootstrap.node;

import io.ttdust.application.port.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.HexFormat;

/// The node's id: made once and kept in `{data}/node-id`, unless it is set.
final class NodeName {

    private NodeName() {}

    /// @param set empty where the node makes its own
    static String of(Path dataDirectory, String set) {
        if (!set.isEmpty()) {
            return set;
        }
        Path file = dataDirectory.resolve("node-id");
        try {
            if (Files.exists(file)) {
                return Files.readString(file).strip();
            }
            byte[] random = new byte[4];
            new SecureRandom().nextBytes(random);
            String name = "node-" + HexFormat.of().formatHex(random);
            Path draft = dataDirectory.resolve("node-id.tmp");
            Files.writeString(draft, name + "\n");
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            return name;
        } catch (IOException e) {
            throw new StorageException("cannot keep the node's id in %s: %s".formatted(file, e.getMessage()), e);
        }
    }
}
