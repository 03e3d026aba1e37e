package io.ttdust.cli.client;

import com.google.protobuf.UnsafeByteOperations;
import io.ttdust.cli.payload.PayloadSource;
import io.ttdust.proto.ingestion.v1.IngestError;
import io.ttdust.proto.ingestion.v1.IngestRecordsRequest;
import io.ttdust.proto.ingestion.v1.IngestRecordsResponse;
import io.ttdust.proto.ingestion.v1.RecordInput;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Sends records of a source to one stream, each under an idempotency key of its own, and sees every one through.
///
/// [#run] ends when every record has a final verdict. When the call breaks under it, it may be run again with a new
/// connection: what was sent and not answered goes first, with the same keys, so nothing is written twice and
/// nothing left out. Refused records are offered again after the time they were told, for a minute at most. One
/// thread runs it; [#stop] may come from any.
public final class Producer {

    private static final int FRAME_BYTES = 1 << 20;
    private static final Duration REFUSED_AT_MOST = Duration.ofMinutes(1);
    private static final long RETRY_MILLIS_LEAST = 20;
    private static final long RETRY_MILLIS_MOST = 5_000;

    private final ProducerSettings settings;
    private final PayloadSource source;
    private final Numbers numbers;
    private final VerdictListener listener;
    /// To be sent before anything new; used by the running thread only.
    private final ArrayDeque<Frame> pending = new ArrayDeque<>();
    /// Refused numbers, filled by the answering thread.
    private final List<Long> refused = new ArrayList<>();

    private long retryMillis;
    private long next;
    private long newFrames;
    private volatile boolean stopped;

    public Producer(ProducerSettings settings, PayloadSource source, Numbers numbers, VerdictListener listener) {
        this.settings = settings;
        this.source = source;
        this.numbers = numbers;
        this.listener = listener;
        this.next = numbers.first();
    }

    /// Sends what is left.
    ///
    /// @throws BrokenCallException if the call ended before the last answer; run again to go on
    /// @throws WrongAnswerException if the server answered what it never may
    public void run(GrpcClient client, Pace pace) {
        long giveUp = System.nanoTime() + REFUSED_AT_MOST.toNanos();
        FrameCall call = new FrameCall(client.ingestion(), settings.framesInFlight(), this::answered);
        try (call) {
            while (true) {
                Frame frame = pending.isEmpty() ? newFrame() : pending.poll();
                if (frame != null) {
                    pace.await(frame.size());
                    call.send(frame);
                    continue;
                }
                call.awaitAnswers();
                if (!takeRefused(giveUp)) {
                    return;
                }
            }
        } finally {
            List<Frame> unanswered = call.unanswered();
            for (int i = unanswered.size() - 1; i >= 0; i--) {
                pending.addFirst(unanswered.get(i));
            }
        }
    }

    /// No record is sent that was not sent before; what is in flight is still seen through.
    public void stop() {
        stopped = true;
    }

    /// Numbers of the records that were sent, or taken up to be sent, and have no final verdict. Only while it does
    /// not run.
    public List<Long> open() {
        List<Long> open = new ArrayList<>();
        for (Frame frame : pending) {
            for (int i = 0; i < frame.size(); i++) {
                open.add(frame.number(i));
            }
        }
        synchronized (refused) {
            open.addAll(refused);
        }
        return open;
    }

    private @Nullable Frame newFrame() {
        if (stopped || next >= numbers.end()) {
            return null;
        }
        List<Long> taken = new ArrayList<>(settings.frameRecords());
        int bytes = 0;
        while (taken.size() < settings.frameRecords() && bytes < FRAME_BYTES && next < numbers.end()) {
            taken.add(next);
            bytes += source.payload(next).length;
            next += numbers.stride();
        }
        Frame frame = frame(taken);
        newFrames++;
        if (settings.repeatEvery() > 0 && newFrames % settings.repeatEvery() == 0) {
            pending.add(frame);
        }
        return frame;
    }

    private Frame frame(List<Long> taken) {
        IngestRecordsRequest.Builder request =
                IngestRecordsRequest.newBuilder().setStreamId(settings.stream()).setWantRecordIds(settings.recordIds());
        long[] inFrame = new long[taken.size()];
        for (int i = 0; i < inFrame.length; i++) {
            inFrame[i] = taken.get(i);
            request.addRecords(RecordInput.newBuilder()
                    .setPayload(UnsafeByteOperations.unsafeWrap(source.payload(inFrame[i])))
                    .setIdempotencyKey(settings.keyPrefix() + inFrame[i]));
        }
        return new Frame(inFrame, request.build());
    }

    /// Makes frames of what was refused, after the time it has to wait; false when nothing was.
    private boolean takeRefused(long giveUp) {
        List<Long> again;
        long millis;
        synchronized (refused) {
            again = List.copyOf(refused);
            refused.clear();
            millis = Math.clamp(retryMillis, RETRY_MILLIS_LEAST, RETRY_MILLIS_MOST);
            retryMillis = 0;
        }
        if (again.isEmpty()) {
            return false;
        }
        for (int i = 0; i < again.size(); i += settings.frameRecords()) {
            pending.add(frame(again.subList(i, Math.min(again.size(), i + settings.frameRecords()))));
        }
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        if (until - giveUp > 0) {
            throw new WrongAnswerException(
                    "%d records are still refused after %d s".formatted(again.size(), REFUSED_AT_MOST.toSeconds()));
        }
        while (until - System.nanoTime() > 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
        return true;
    }

    private void answered(Frame frame, IngestRecordsResponse answer, long nanos) {
        Verdicts.tell(frame, answer, new CollectRefused());
        listener.frameAnswered(frame.size(), nanos);
    }

    /// Passes verdicts on and keeps what must be offered again.
    private final class CollectRefused implements VerdictListener {

        @Override
        public void accepted(long number, int partition, long offset, String recordId) {
            listener.accepted(number, partition, offset, recordId);
        }

        @Override
        public void duplicate(long number, int partition, long offset, String recordId) {
            listener.duplicate(number, partition, offset, recordId);
        }

        @Override
        public void rejected(long number, IngestError error) {
            listener.rejected(number, error);
        }

        @Override
        public void conflict(long number, IngestError error) {
            listener.conflict(number, error);
        }

        @Override
        public void refused(long number, IngestError error) {
            synchronized (refused) {
                refused.add(number);
                retryMillis = Math.max(retryMillis, error.getRetryAfterMillis());
            }
            listener.refused(number, error);
        }

        @Override
        public void frameAnswered(int records, long nanos) {
            listener.frameAnswered(records, nanos);
        }
    }
}
