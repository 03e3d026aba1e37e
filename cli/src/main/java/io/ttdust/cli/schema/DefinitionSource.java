package io.ttdust.cli.schema;

import io.ttdust.cli.console.CommandException;
import io.ttdust.cli.registry.Definition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where a definition is read from.
final class DefinitionSource {

    /// What a server takes as one definition.
    private static final int BYTES_MAX = 1 << 20;

    private DefinitionSource() {}

    /// Reads a file, or standard input when `file` is `-`.
    ///
    /// @throws CommandException if it cannot be read, is too long or is no JSON
    static Definition read(String file, InputStream in) {
        byte[] bytes;
        try {
            if (file.equals("-")) {
                bytes = in.readNBytes(BYTES_MAX + 1);
            } else {
                try (InputStream stream = Files.newInputStream(Path.of(file))) {
                    bytes = stream.readNBytes(BYTES_MAX + 1);
                }
            }
        } catch (IOException e) {
            throw new CommandException("cannot read %s: %s".formatted(file, e), e);
        }
        if (bytes.length > BYTES_MAX) {
            throw new CommandException("%s has more than %d bytes, which no schema may have"
                    .formatted(file.equals("-") ? "standard input" : file, BYTES_MAX));
        }
        return Definition.parse(bytes);
    }
}
