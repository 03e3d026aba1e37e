package io.ttdust.cli.feed;

import io.ttdust.cli.console.CommandException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Gives records in the order of their source. For one thread.
///
/// Reading stops with a [CommandException] where the source cannot be read on; what came before it stands.
public abstract sealed class RecordFeed implements AutoCloseable permits NdjsonFeed, ArrayFeed {

    /// No record of the product may be larger, nor any frame that carries it.
    public static final int RECORD_BYTES_MAX = 16 << 20;

    private final SourceBytes bytes;

    /// Read already, but not taken.
    private final ArrayDeque<FedRecord> ahead = new ArrayDeque<>();

    /// What ended the reading ahead too early.
    private @Nullable CommandException broken;

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
    public final @Nullable FedRecord next() {
        if (!ahead.isEmpty()) {
            return ahead.remove();
        }
        if (broken != null) {
            throw broken;
        }
        return read();
    }

    /// Reads the next record of the source; null after the last one.
    abstract @Nullable FedRecord read();

    /// Shows what is to come, in memory and without taking it: `records` of them, or fewer when they have `bytes`
    /// together or there are no more that can be read. Waits for them.
    public final List<FedRecord> readAhead(int records, long bytes) {
        long held = ahead.stream().mapToLong(fed -> fed.payload().size()).sum();
        while (broken == null && ahead.size() < records && held < bytes) {
            try {
                FedRecord fed = read();
                if (fed == null) {
                    break;
                }
                ahead.add(fed);
                held += fed.payload().size();
            } catch (CommandException e) { // told when what came before it was taken
                broken = e;
            }
        }
        return List.copyOf(ahead);
    }

    /// What [FedRecord#number] counts.
    public abstract String unit();

    /// Whether something can be read without waiting; false at the end.
    public final boolean isReady() {
        return !ahead.isEmpty() || broken != null || bytes.isReady();
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
