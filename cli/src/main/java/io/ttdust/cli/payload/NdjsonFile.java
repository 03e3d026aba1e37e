package io.ttdust.cli.payload;

import io.ttdust.cli.console.CommandException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/// The lines of a file, one record each, byte for byte (a line's end, `\n` or `\r\n`, is not part of it). Blank
/// lines are passed over. Only the places of the lines are kept, 12 bytes each; the file must not change meanwhile.
public final class NdjsonFile implements PayloadSource, AutoCloseable {

    /// No record of the product may be larger.
    private static final int LINE_BYTES_MAX = 16 << 20;

    private final Path path;
    private final FileChannel file;
    private long[] starts = new long[1_024];
    private int[] lengths = new int[1_024];
    private int lines;

    private NdjsonFile(Path path, FileChannel file) {
        this.path = path;
        this.file = file;
    }

    /// Opens and indexes a file.
    ///
    /// @throws CommandException if it cannot be read, holds no record or a line is too long for one
    public static NdjsonFile open(Path path) {
        NdjsonFile source;
        try {
            source = new NdjsonFile(path, FileChannel.open(path, StandardOpenOption.READ));
        } catch (IOException e) {
            throw new CommandException("cannot read " + path + ": " + e, e);
        }
        try {
            source.index();
        } catch (IOException e) {
            source.close();
            throw new CommandException("cannot read " + path + ": " + e, e);
        } catch (CommandException e) {
            source.close();
            throw e;
        }
        return source;
    }

    @Override
    public long size() {
        return lines;
    }

    @Override
    public byte[] payload(long number) {
        int line = Math.toIntExact(number);
        ByteBuffer bytes = ByteBuffer.allocate(lengths[line]);
        try {
            while (bytes.hasRemaining()) {
                if (file.read(bytes, starts[line] + bytes.position()) < 0) {
                    throw new CommandException(path + " became shorter while it was being sent");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + path, e);
        }
        return bytes.array();
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException("closing " + path, e);
        }
    }

    private void index() throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(1 << 16);
        long position = 0;
        long start = 0;
        boolean blank = true;
        byte last = 0;
        while (file.read(chunk.clear(), position) > 0) {
            chunk.flip();
            while (chunk.hasRemaining()) {
                byte next = chunk.get();
                if (next == '\n') {
                    add(start, position - (last == '\r' ? 1 : 0), blank);
                    start = position + 1;
                    blank = true;
                } else {
                    blank &= next == ' ' || next == '\t' || next == '\r';
                }
                last = next;
                position++;
            }
        }
        add(start, position, blank);
        if (lines == 0) {
            throw new CommandException(path + " holds no record: it must have one JSON object per line");
        }
    }

    private void add(long start, long end, boolean blank) {
        if (blank) {
            return;
        }
        if (end - start > LINE_BYTES_MAX) {
            throw new CommandException("%s: the line that starts at byte %d has %d bytes, a record at most %d"
                    .formatted(path, start, end - start, LINE_BYTES_MAX));
        }
        if (lines == starts.length) {
            starts = Arrays.copyOf(starts, lines * 2);
            lengths = Arrays.copyOf(lengths, lines * 2);
        }
        starts[lines] = start;
        lengths[lines] = (int) (end - start);
        lines++;
    }
}
