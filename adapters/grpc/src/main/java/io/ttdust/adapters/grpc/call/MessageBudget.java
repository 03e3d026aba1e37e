package io.ttdust.adapters.grpc.call;

import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/// Bounds the bytes of request messages that are in memory over all calls, since the bounds of one call times the
/// number of calls is more than any heap. Safe for all threads.
///
/// Two sums are kept, each under the same bound. What has arrived whole lies on the heap, from the moment it is
/// copied there until its answer has left or its call is over and nobody works on it any more; a message that does
/// not fit is answered `OVERLOADED` and never copied. What is still arriving lies in the transport's buffers
/// outside of the heap and cannot be refused piece by piece, so the call whose message goes beyond the bound ends.
///
/// A message always fits when nothing else is held. One that stalls on its way ends its call ([#cutStalled]), so
/// that nobody can hold bytes by sending no more of them.
public final class MessageBudget extends ServerStreamTracer.Factory {

    private static final Duration RETRY_AFTER = Duration.ofMillis(250);

    private final long bytesMax;
    private final BooleanSupplier asksForLess;
    private final AtomicLong held = new AtomicLong();
    private final AtomicLong arriving = new AtomicLong();

    /// The accounts of all calls that are open.
    private final Set<CallBytes> calls = ConcurrentHashMap.newKeySet();

    /// Bounds each of the two sums to `bytesMax`.
    ///
    /// @param asksForLess whether calls should hold less for a reason that lies behind this server
    public MessageBudget(long bytesMax, BooleanSupplier asksForLess) {
        this.bytesMax = bytesMax;
        this.asksForLess = asksForLess;
    }

    /// What a message or a call is refused with while there is no room.
    public static Problem overloaded() {
        return Problem.retryable(
                ErrorCode.OVERLOADED,
                "too many bytes of requests wait for their answers; send again later, or in smaller messages",
                RETRY_AFTER);
    }

    /// Every call of the server keeps an account.
    @Override
    public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
        CallBytes call = new CallBytes(this);
        calls.add(call);
        return call;
    }

    /// The call is over.
    void forget(CallBytes call) {
        calls.remove(call);
    }

    /// Ends the calls of which a message has been arriving for `arrivalMax`. Reckons from the first time it sees
    /// the message, so it must be called several times within `arrivalMax`.
    public void cutStalled(Duration arrivalMax) {
        long now = System.nanoTime();
        for (CallBytes call : calls) {
            call.cutIfStalled(now, arrivalMax);
        }
    }

    /// Calls that are open now.
    public int calls() {
        return calls.size();
    }

    /// Takes `bytes` for a message that has arrived, or answers false and takes nothing.
    ///
    /// @param before bytes that are held for the same message
    boolean tryHold(long bytes, long before) {
        long after = held.addAndGet(bytes);
        if (after <= bytesMax || after == before + bytes) {
            return true;
        }
        held.addAndGet(-bytes);
        return false;
    }

    void drop(long bytes) {
        held.addAndGet(-bytes);
    }

    /// Counts bytes that cannot be refused; false when they are too many.
    ///
    /// @param before bytes of the same message that are counted
    public boolean arrive(long bytes, long before) {
        long after = arriving.addAndGet(bytes);
        return after <= bytesMax || after == before + bytes;
    }

    /// Counted bytes are not arriving any more.
    public void arrived(long bytes) {
        arriving.addAndGet(-bytes);
    }

    /// Whether calls should ask for no more than they need to go on: half of the bound is taken, or what is behind
    /// this server asks for less.
    boolean isTight() {
        return held.get() > bytesMax / 2 || asksForLess.getAsBoolean();
    }

    /// Bytes of messages on the heap and of messages that are arriving.
    public long bytes() {
        return held.get() + arriving.get();
    }
}
