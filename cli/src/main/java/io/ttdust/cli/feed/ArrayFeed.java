package io.ttdust.cli.feed;

import io.ttdust.cli.console.CommandException;
import org.jspecify.annotations.Nullable;

/// The elements of one JSON array, cut out at its commas. What is between them is left to the server to judge.
final class ArrayFeed extends RecordFeed {

    private final SourceBytes bytes;
    private long count;
    private boolean ended;

    ArrayFeed(SourceBytes bytes) {
        super(bytes);
        this.bytes = bytes;
    }

    @Override
    @Nullable
    FedRecord read() {
        if (ended) {
            return null;
        }
        if (count == 0) {
            bytes.take(); // the [ that made it an array
            if (bytes.skipBlanks() == ']') {
                return end();
            }
        } else if (bytes.take() == ']') {
            return end();
        }
        bytes.skipBlanks();
        count++;
        int blanks = element();
        return new FedRecord(count, bytes.kept(blanks));
    }

    @Override
    public String unit() {
        return "item";
    }

    /// Reads up to the comma or bracket that ends an element.
    ///
    /// @return how many blanks stand before it
    private int element() {
        int depth = 0;
        int blanks = 0;
        boolean quoted = false;
        boolean escaped = false;
        while (true) {
            int next = bytes.peek();
            if (next == SourceBytes.END) {
                throw new CommandException("%s ends within item %d of its array".formatted(bytes.name(), count));
            }
            if (depth == 0 && !quoted && (next == ',' || next == ']')) {
                return blanks;
            }
            bytes.keep(bytes.take());
            blanks = next == ' ' || next == '\t' || next == '\n' || next == '\r' ? blanks + 1 : 0;
            if (quoted) {
                quoted = escaped || next != '"';
                escaped = !escaped && next == '\\';
            } else {
                quoted = next == '"';
                depth += next == '{' || next == '[' ? 1 : next == '}' || next == ']' ? -1 : 0;
            }
        }
    }

    private @Nullable FedRecord end() {
        if (bytes.peek() == ']') {
            bytes.take();
        }
        ended = true;
        if (bytes.skipBlanks() != SourceBytes.END) {
            throw new CommandException("%s: something follows the array, at line %d; if these are lines of records,"
                            .formatted(bytes.name(), bytes.line())
                    + " the first one must not begin with [");
        }
        return null;
    }
}
