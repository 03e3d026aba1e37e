package io.ttdust.cli.feed;

import io.ttdust.cli.console.CommandException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Gives records in the order of their source. For one thread.
///
/// Reading stops with a [CommandException] where the source cannot be read on; what came before it stands.
public abstract sealed class RecordFeed implements AutoCloseable permits NdjsonFeed, ArrayFeed {

    /// No record of the product may be larger, nor any frame that carries it.
    public static final int RECORD_BYTES_MAX = 16 << 20;

    private final SourceBytes bytes;

    RecordFeed(SourceBytes bytes) {
        this.bytes = bytes;
    }

    /// Opens a file: an array when its first character that is no white space is `[`, else NDJSON.
    public static RecordFeed open(Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw new CommandException(file + " is a folder");
            }
            return over(new SourceBytes(Files.newInputStream(file), file.toString()));
        } catch (IOException e) {
            throw new CommandException("cannot read " + file + ": " + e, e);
        }
    }

    /// Reads a stream, such as standard input, in the same two forms. Waits for its first bytes.
    public static RecordFeed open(InputStream stream) {
        return over(new SourceBytes(stream, "standard input"));
    }

    private static RecordFeed over(SourceBytes bytes) {
        return bytes.skipBlanks() == '[' ? new ArrayFeed(bytes) : new NdjsonFeed(bytes);
    }

    /// The next record; null after the last one. Waits for it.
    ///
    /// @throws CommandException if it cannot be read
    public abstract @Nullable FedRecord next();

    /// What [FedRecord#number] counts.
    public abstract String unit();

    /// Whether something can be read without waiting; false at the end.
    public final boolean isReady() {
        return bytes.isReady();
    }

    /// Bytes read so far.
    public final long position() {
        return bytes.position();
    }

    @Override
    public final void close() {
        bytes.close();
    }
}
