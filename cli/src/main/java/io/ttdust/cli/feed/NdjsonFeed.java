package io.ttdust.cli.feed;

import org.jspecify.annotations.Nullable;

/// One record per line. A line's end, `\n` or `\r\n`, is not part of it; blank lines are passed over and counted.
final class NdjsonFeed extends RecordFeed {

    private final SourceBytes bytes;

    NdjsonFeed(SourceBytes bytes) {
        super(bytes);
        this.bytes = bytes;
    }

    @Override
    @Nullable
    FedRecord read() {
        if (bytes.skipBlanks() == SourceBytes.END) {
            return null;
        }
        long line = bytes.line();
        int last = 0;
        for (int next = bytes.take(); next != '\n' && next != SourceBytes.END; next = bytes.take()) {
            bytes.keep(next);
            last = next;
        }
        return new FedRecord(line, bytes.kept(last == '\r' ? 1 : 0));
    }

    @Override
    public String unit() {
        return "line";
    }
}
