package io.ttdust.cli.send;

import io.ttdust.cli.client.Frame;
import io.ttdust.cli.console.CommandException;
import io.ttdust.cli.console.Meter;
import io.ttdust.cli.feed.FedRecord;
import io.ttdust.cli.feed.KeyRule;
import io.ttdust.cli.feed.RecordFeed;
import io.ttdust.proto.ingestion.v1.IngestError;
import io.ttdust.proto.ingestion.v1.IngestRecordsRequest;
import io.ttdust.proto.ingestion.v1.RecordInput;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Makes frames of what a feed gives, under the keys of a rule. A frame is sent when it is full or when nothing
/// more is there to be read at the moment. For one thread.
final class FrameSource {

    private static final int FRAME_RECORDS = 250;
    private static final int FRAME_BYTES = 512 << 10;

    private final String stream;
    private final RecordFeed feed;
    private final KeyRule keys;
    private final SendTally tally;
    private final Meter meter;
    /// Read and not yet in a frame, or given back.
    private final ArrayDeque<Numbered> waiting = new ArrayDeque<>();

    private boolean ended;
    private @Nullable CommandException problem;

    private record Numbered(long number, RecordInput record) {}

    FrameSource(String stream, RecordFeed feed, KeyRule keys, SendTally tally, Meter meter) {
        this.stream = stream;
        this.feed = feed;
        this.keys = keys;
        this.tally = tally;
        this.meter = meter;
    }

    /// The next frame; null when there is nothing left, or nothing more can be read.
    @Nullable
    Frame next() {
        long[] numbers = new long[FRAME_RECORDS];
        IngestRecordsRequest.Builder request = IngestRecordsRequest.newBuilder().setStreamId(stream);
        long bytes = 0;
        while (request.getRecordsCount() < FRAME_RECORDS) {
            Numbered next = peek(request.getRecordsCount() > 0);
            if (next == null) {
                break;
            }
            bytes += next.record().getPayload().size();
            if (request.getRecordsCount() > 0 && bytes > FRAME_BYTES) {
                break;
            }
            waiting.remove();
            numbers[request.getRecordsCount()] = next.number();
            request.addRecords(next.record());
        }
        SendTally.Counts counts = tally.counts();
        meter.reached(counts.settled(), feed.position());
        int count = request.getRecordsCount();
        return count == 0 ? null : new Frame(Arrays.copyOf(numbers, count), request.build());
    }

    /// Gives a record back that must be sent again, before all others.
    void takeBack(long number, RecordInput record) {
        waiting.addFirst(new Numbered(number, record));
    }

    /// Says what ended the reading too early, if anything did.
    void throwIfBroken() {
        if (problem != null) {
            throw problem;
        }
    }

    /// The record that comes next.
    ///
    /// @param hurry whether null is wanted rather than a wait
    private @Nullable Numbered peek(boolean hurry) {
        while (waiting.isEmpty() && !ended && !(hurry && !feed.isReady())) {
            read();
        }
        return waiting.peek();
    }

    private void read() {
        FedRecord fed;
        try {
            fed = feed.next();
        } catch (CommandException e) { // what was read before is still seen through
            problem = e;
            ended = true;
            return;
        }
        if (fed == null) {
            ended = true;
            return;
        }
        tally.taken(fed.payload().size());
        RecordInput.Builder record = RecordInput.newBuilder().setPayload(fed.payload());
        switch (keys.keyOf(fed)) {
            case KeyRule.Key.Given(String key) ->
                waiting.add(
                        new Numbered(fed.number(), record.setIdempotencyKey(key).build()));
            case KeyRule.Key.Absent() -> waiting.add(new Numbered(fed.number(), record.build()));
            case KeyRule.Key.Missing() -> tally.rejected(fed.number(), noKey(), fed.payload());
        }
    }

    private static IngestError noKey() {
        return IngestError.newBuilder()
                .setCode("INVALID_REQUEST")
                .setMessage("not sent: no string or number is where --key-from points")
                .build();
    }
}
