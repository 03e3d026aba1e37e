package io.ttdust.cli.send;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.ttdust.cli.client.BrokenCallException;
import io.ttdust.cli.client.Frame;
import io.ttdust.cli.client.FrameCall;
import io.ttdust.cli.client.GrpcClient;
import io.ttdust.cli.client.VerdictListener;
import io.ttdust.cli.client.Verdicts;
import io.ttdust.cli.console.CommandException;
import io.ttdust.proto.ingestion.v1.IngestError;
import io.ttdust.proto.ingestion.v1.IngestRecordsResponse;
import io.ttdust.proto.ingestion.v1.IngestionServiceGrpc.IngestionServiceStub;
import io.ttdust.proto.ingestion.v1.RecordInput;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Sees the records of a [FrameSource] through: a few frames in flight, what is refused is sent again after the
/// time the server asked for, and before anything new is read, so memory stays bounded however long that takes.
/// When the call breaks, records with keys are sent again; without keys nobody could tell whether they would
/// count twice, and it ends. For one use by one thread; [#stop] may come from any.
final class Sender {

    private static final int FRAMES_IN_FLIGHT = 8;
    private static final long WAIT_MILLIS_LEAST = 20;
    private static final long WAIT_MILLIS_MOST = 10_000;
    private static final long RECONNECT_MILLIS = 500;
    private static final Set<Status.Code> FINAL = Set.of(
            Status.Code.UNAUTHENTICATED,
            Status.Code.PERMISSION_DENIED,
            Status.Code.UNIMPLEMENTED,
            Status.Code.INVALID_ARGUMENT,
            Status.Code.NOT_FOUND,
            Status.Code.FAILED_PRECONDITION);

    private final IngestionServiceStub stub;
    private final FrameSource source;
    private final SendTally tally;
    private final boolean repeatable;
    private final long patienceNanos;
    /// To be sent before anything new; for the running thread only.
    private final ArrayDeque<Frame> again = new ArrayDeque<>();
    /// Refused records, filled by the answering thread.
    private final List<Refused> refused = new ArrayList<>();

    private volatile @Nullable String fatal;
    private volatile boolean stopped;

    private record Refused(long number, RecordInput record, IngestError error) {}

    /// Sends.
    ///
    /// @param repeatable whether a record that is sent again counts once
    /// @param patience how long to go on without a single verdict
    Sender(IngestionServiceStub stub, FrameSource source, SendTally tally, boolean repeatable, Duration patience) {
        this.stub = stub;
        this.source = source;
        this.tally = tally;
        this.repeatable = repeatable;
        this.patienceNanos = patience.toNanos();
    }

    /// Sends everything, or, once stopped, sees through what is in flight.
    ///
    /// @throws CommandException if it cannot go on; what has a verdict by then is in the tally
    void run() {
        while (true) {
            FrameCall call = new FrameCall(stub, FRAMES_IN_FLIGHT, this::answered);
            try (call) {
                send(call);
                break;
            } catch (BrokenCallException e) {
                comeBack(call.unanswered(), e);
            }
        }
        String reason = fatal;
        if (reason != null) {
            throw new CommandException(reason);
        }
        source.throwIfBroken();
        if (stopped) {
            throw new CommandException("interrupted");
        }
    }

    /// Reads nothing more.
    void stop() {
        stopped = true;
    }

    private void send(FrameCall call) {
        while (fatal == null && !stopped) {
            if (hasRefused()) {
                call.awaitAnswers();
                waitAndTakeUp();
                continue;
            }
            Frame frame = again.isEmpty() ? source.next() : again.poll();
            if (frame != null) {
                call.send(frame);
                continue;
            }
            call.awaitAnswers();
            if (!hasRefused()) {
                return;
            }
        }
        call.awaitAnswers();
    }

    private boolean hasRefused() {
        synchronized (refused) {
            return !refused.isEmpty();
        }
    }

    /// Waits as long as the server asked for, then puts what it refused in front.
    private void waitAndTakeUp() {
        List<Refused> taken;
        synchronized (refused) {
            taken = List.copyOf(refused);
            refused.clear();
        }
        Refused last = taken.getLast();
        if (System.nanoTime() - tally.latestVerdict() > patienceNanos) {
            throw new CommandException("the server refuses for longer than %d s: %s, %s"
                    .formatted(
                            TimeUnit.NANOSECONDS.toSeconds(patienceNanos),
                            last.error().getCode(),
                            last.error().getMessage()));
        }
        long millis = taken.stream()
                .mapToLong(one -> one.error().getRetryAfterMillis())
                .max()
                .orElse(0);
        pause(Math.clamp(millis, WAIT_MILLIS_LEAST, WAIT_MILLIS_MOST));
        for (Refused one : taken.reversed()) {
            source.takeBack(one.number(), one.record());
        }
    }

    /// Waits a little for a server that went away, if what it has not answered may be sent again.
    private void comeBack(List<Frame> unanswered, BrokenCallException problem) {
        Throwable cause = problem.getCause() == null ? problem : problem.getCause();
        String words = GrpcClient.words(cause);
        boolean everAnswered = tally.counts().settled() > 0;
        if (stopped
                || !everAnswered
                || FINAL.contains(Status.fromThrowable(cause).getCode())) {
            throw new CommandException(words, problem);
        }
        if (!repeatable) {
            throw new CommandException(
                    "the call broke, and without keys nobody can tell which of the unanswered records were taken: "
                            + words,
                    problem);
        }
        if (System.nanoTime() - tally.latestVerdict() > patienceNanos) {
            throw new CommandException(
                    "the server is away for longer than %d s: %s"
                            .formatted(TimeUnit.NANOSECONDS.toSeconds(patienceNanos), words),
                    problem);
        }
        unanswered.reversed().forEach(again::addFirst);
        pause(RECONNECT_MILLIS);
    }

    private void pause(long millis) {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (!stopped
                && until - System.nanoTime() > 0
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(Math.min(until - System.nanoTime(), TimeUnit.MILLISECONDS.toNanos(50)));
        }
    }

    private void answered(Frame frame, IngestRecordsResponse answer, long nanos) {
        if (answer.hasError() && !answer.getError().hasRetryAfterMillis()) {
            fatal = "%s, %s"
                    .formatted(answer.getError().getCode(), answer.getError().getMessage());
            return;
        }
        try {
            Verdicts.tell(frame, answer, new Count(frame));
        } catch (CommandException e) { // what is to be kept of the rejected cannot be written
            fatal = e.getMessage();
        }
    }

    /// Counts the verdicts of one frame and keeps what is to be sent again.
    private final class Count implements VerdictListener {

        private final Frame frame;
        private int at;

        Count(Frame frame) {
            this.frame = frame;
        }

        @Override
        public void accepted(long number, int partition, long offset, String recordId) {
            tally.accepted();
        }

        @Override
        public void duplicate(long number, int partition, long offset, String recordId) {
            tally.duplicate();
        }

        @Override
        public void rejected(long number, IngestError error) {
            tally.rejected(number, error, payload(number));
        }

        @Override
        public void conflict(long number, IngestError error) {
            tally.conflict(number, error, payload(number));
        }

        @Override
        public void refused(long number, IngestError error) {
            tally.refused();
            if (!error.hasRetryAfterMillis() && !repeatable) {
                fatal = "nobody can tell whether record %d was taken, and it has no key to be sent again with: %s, %s"
                        .formatted(number, error.getCode(), error.getMessage());
                return;
            }
            synchronized (refused) {
                refused.add(new Refused(number, record(number), error));
            }
        }

        @Override
        public void frameAnswered(int records, long nanos) {}

        private ByteString payload(long number) {
            return record(number).getPayload();
        }

        /// Verdicts of one kind come in the frame's order, so looking on from the last place finds most at once.
        private RecordInput record(long number) {
            for (int i = 0; i < frame.size(); i++) {
                int index = (at + i) % frame.size();
                if (frame.number(index) == number) {
                    at = index;
                    return frame.request().getRecords(index);
                }
            }
            throw new IllegalArgumentException("record %d is not in its frame".formatted(number));
        }
    }
}
