package io.ttdust.adapters.grpc.call;

import io.grpc.Context;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.ttdust.domain.problem.Problem;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What one call holds of the [MessageBudget]. Safe for all threads.
///
/// The bytes of a message are taken when it is decoded, before anybody knows whether its endpoint will ever see it:
/// the client may cancel first. So they belong to the call, and are returned when it ends, until the endpoint
/// [#claim]s them; from then on they are the endpoint's, which must [#drop] them once it has answered the message
/// or given it up.
///
/// It hears of arriving bytes and of the call's end as a tracer of its stream, which is told on every path.
public final class CallBytes extends ServerStreamTracer {

    /// Bytes of an arriving message that are not counted: calls with small messages, the most frequent, leave the
    /// sum that all calls share alone.
    private static final long SMALL_BYTES = 64 << 10;

    private static final Context.Key<CallBytes> KEY = Context.key("ttdust.call-bytes");

    private final MessageBudget budget;

    /// Taken for messages no endpoint has claimed.
    private long unclaimed;

    /// What has come of the message that is arriving, and how much of it is counted.
    private long arriving;

    private long arrivingCounted;

    /// How many messages have come whole.
    private long whole;

    /// Which message was arriving when [#cutIfStalled] last saw a new one, and when that was.
    private long seenArriving = -1;

    private long seenNanos;

    private boolean closed;
    private volatile @Nullable Problem refusal;
    private volatile @Nullable Consumer<StatusRuntimeException> cut;

    public CallBytes(MessageBudget budget) {
        this.budget = budget;
    }

    /// The account of the call in whose context this runs.
    ///
    /// @throws IllegalStateException outside of a call
    public static CallBytes current() {
        CallBytes account = KEY.get();
        if (account == null) {
            throw new IllegalStateException("no call runs here");
        }
        return account;
    }

    @Override
    public Context filterContext(Context context) {
        return context.withValue(KEY, this);
    }

    /// `action` must end the call with the status it is given. It runs, perhaps several times, when a message of
    /// this call goes beyond the bound while it arrives, on the event loop, or has stalled, on another thread.
    public void onCut(Consumer<StatusRuntimeException> action) {
        cut = action;
    }

    /// Notes that a message of the call is not taken; the call ends for that reason.
    void refuse(Problem problem) {
        refusal = problem;
    }

    /// Why a message of the call was not taken; null while all were.
    @Nullable
    Problem refusal() {
        return refusal;
    }

    @Override
    public void inboundWireSize(long bytes) {
        boolean fits = true;
        synchronized (this) {
            arriving += bytes;
            long count = arriving - SMALL_BYTES - arrivingCounted;
            if (count > 0 && !closed) {
                fits = budget.arrive(count, arrivingCounted);
                arrivingCounted += count;
            }
        }
        if (!fits) {
            cut(Problems.status(MessageBudget.overloaded()));
        }
    }

    private void cut(StatusRuntimeException reason) {
        Consumer<StatusRuntimeException> action = cut;
        if (action != null) {
            action.accept(reason);
        }
    }

    /// Ends the call if the message that is arriving was seen here `arrivalMax` ago.
    ///
    /// @param now as [System#nanoTime] tells it
    void cutIfStalled(long now, Duration arrivalMax) {
        synchronized (this) {
            if (arriving == 0) {
                return;
            }
            if (seenArriving != whole) {
                seenArriving = whole;
                seenNanos = now;
            }
            if (now - seenNanos < arrivalMax.toNanos()) {
                return;
            }
        }
        cut(Problems.stalled(arrivalMax));
    }

    @Override
    public void inboundMessageRead(int number, long wireBytes, long bytes) {
        synchronized (this) {
            whole++;
            forgetArriving();
        }
    }

    private void forgetArriving() {
        if (arrivingCounted > 0) {
            budget.arrived(arrivingCounted);
            arrivingCounted = 0;
        }
        arriving = 0;
    }

    @Override
    public synchronized void streamClosed(@Nullable Status status) {
        closed = true;
        budget.forget(this);
        budget.drop(unclaimed);
        unclaimed = 0;
        forgetArriving();
    }

    /// Takes `bytes` for a message that is being decoded; false when there is no room, or no call any more.
    public synchronized boolean tryTake(long bytes) {
        if (closed || !budget.tryHold(bytes, unclaimed)) {
            return false;
        }
        unclaimed += bytes;
        return true;
    }

    /// Returns bytes that nobody has claimed.
    public synchronized void giveBack(long bytes) {
        if (!closed) {
            unclaimed -= bytes;
            budget.drop(bytes);
        }
    }

    /// Makes the bytes of a message its endpoint's; false if the call is over and they are returned already.
    public synchronized boolean claim(long bytes) {
        if (closed) {
            return false;
        }
        unclaimed -= bytes;
        return true;
    }

    /// Returns claimed bytes.
    public void drop(long bytes) {
        budget.drop(bytes);
    }

    /// How many bytes a call whose window is `bytes` may hold while it asks for more: no more than a few small
    /// messages while the memory of all calls is half taken, or less is asked for.
    public long windowBytes(int bytes) {
        return budget.isTight() ? Math.min(SMALL_BYTES, bytes) : bytes;
    }
}
