package io.ttdust.cli.feed;

import com.google.protobuf.ByteString;
import io.ttdust.cli.console.CommandException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// The bytes of a source one by one, with what was taken of the present record. For one thread.
final class SourceBytes implements AutoCloseable {

    /// What [#peek] and [#take] answer at the end.
    static final int END = -1;

    private final InputStream stream;
    private final String name;
    private final byte[] buffer = new byte[1 << 16];
    private int at;
    private int end;
    private long before;
    private long line = 1;
    private final ByteArrayOutputStream record = new ByteArrayOutputStream();

    SourceBytes(InputStream stream, String name) {
        this.stream = stream;
        this.name = name;
    }

    /// The next byte, 0 to 255, without taking it.
    int peek() {
        if (at == end && !fill()) {
            return END;
        }
        return buffer[at] & 0xFF;
    }

    /// Takes the next byte.
    int take() {
        int next = peek();
        if (next != END) {
            at++;
            if (next == '\n') {
                line++;
            }
        }
        return next;
    }

    /// Takes spaces, tabs and line ends.
    ///
    /// @return the byte that comes now, not taken
    int skipBlanks() {
        int next = peek();
        while (next == ' ' || next == '\t' || next == '\n' || next == '\r') {
            take();
            next = peek();
        }
        return next;
    }

    /// Adds a byte to the present record.
    void keep(int next) {
        if (record.size() == RecordFeed.RECORD_BYTES_MAX) {
            throw new CommandException("%s: the record at line %d has more than %d bytes, which no record may have"
                    .formatted(name, line, RecordFeed.RECORD_BYTES_MAX));
        }
        record.write(next);
    }

    /// Ends the present record.
    ///
    /// @param trim how many bytes at its end do not belong to it
    ByteString kept(int trim) {
        byte[] bytes = record.toByteArray();
        record.reset();
        return ByteString.copyFrom(bytes, 0, bytes.length - trim);
    }

    /// Bytes kept of the present record.
    int keptCount() {
        return record.size();
    }

    String name() {
        return name;
    }

    /// The line of the next byte, from 1.
    long line() {
        return line;
    }

    long position() {
        return before + at;
    }

    boolean isReady() {
        try {
            return at < end || stream.available() > 0;
        } catch (IOException e) { // reading says what is wrong
            return true;
        }
    }

    @Override
    public void close() {
        try {
            stream.close();
        } catch (IOException e) {
            throw new UncheckedIOException("closing " + name, e);
        }
    }

    private boolean fill() {
        try {
            before += end;
            at = 0;
            end = Math.max(0, stream.read(buffer));
            return end > 0;
        } catch (IOException e) {
            end = 0;
            throw new CommandException("cannot read on in %s at line %d: %s".formatted(name, line, e), e);
        }
    }
}
