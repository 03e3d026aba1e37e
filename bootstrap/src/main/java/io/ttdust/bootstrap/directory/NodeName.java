package io.ttdust.bootstrap.directory;

import io.ttdust.application.port.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;

/// The node's id: made once and kept in `{data}/node-id`, unless it is set.
///
/// The metadata database notes for ever which id owns the log, so the file is on disk before anybody hears of the
/// id: a node that came back from a power cut with another one could not start.
public final class NodeName {

    private NodeName() {}

    /// The id that is set, else the one kept, else a new one, which is kept from now on.
    ///
    /// @param set empty where the node makes its own
    /// @throws StorageException if the file is blank, or cannot be read or written
    public static String of(Path dataDirectory, String set) {
        if (!set.isEmpty()) {
            return set;
        }
        Path file = dataDirectory.resolve("node-id");
        try {
            return Files.exists(file) ? kept(file) : made(dataDirectory, file);
        } catch (IOException e) {
            throw new StorageException("cannot keep the node's id in %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static String kept(Path file) throws IOException {
        String name = Files.readString(file).strip();
        if (name.isEmpty()) {
            throw new StorageException(
                    "%s is blank, so the node does not know its id; write the id into it that its metadata database has"
                                    .formatted(file)
                            + " (node_id in the table nodes), or set TTDUST_NODE_ID to it; delete the file only if"
                            + " the node never served");
        }
        return name;
    }

    private static String made(Path dataDirectory, Path file) throws IOException {
        byte[] random = new byte[4];
        new SecureRandom().nextBytes(random);
        String name = "node-" + HexFormat.of().formatHex(random);
        Path draft = dataDirectory.resolve("node-id.tmp");
        try (FileChannel channel = FileChannel.open(
                draft, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer line = ByteBuffer.wrap((name + "\n").getBytes(StandardCharsets.UTF_8));
            while (line.hasRemaining()) {
                channel.write(line);
            }
            channel.force(true);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        NodeLock.sync(dataDirectory);
        return name;
    }
}
