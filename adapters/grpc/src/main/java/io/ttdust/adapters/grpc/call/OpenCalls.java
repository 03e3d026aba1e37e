package io.ttdust.adapters.grpc.call;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The calls that last until their client ends them: a server that stops ends them in good order, and one that goes
/// on has them look again whether their callers may still call. Safe for all threads.
public final class OpenCalls {

    /// Each call, and when its key was last looked at, by [System#nanoTime].
    private final Map<LongCall, Long> calls = new ConcurrentHashMap<>();
    private volatile boolean ending;

    /// A call without an end of its own.
    public interface LongCall {

        /// Finishes what was begun and ends the call; does not block.
        void end();

        /// Looks soon whether the caller's key still holds, and ends the call if not; does not block. A call without
        /// a key has nothing to do.
        void checkKey();
    }

    /// Remembers a call until it is removed. Once [#endAll] was called, it is ended at once.
    public void add(LongCall call) {
        calls.put(call, System.nanoTime());
        if (ending) {
            call.end();
        }
    }

    /// Forgets a call that has ended.
    public void remove(LongCall call) {
        calls.remove(call);
    }

    /// Has those calls look at their callers' keys that have not done so for `age`. To be called more often than
    /// that: calls that began at different times then look at different times, and what they look in is not asked
    /// by all of them at once.
    public void checkKeys(Duration age) {
        long now = System.nanoTime();
        calls.forEach((call, checked) -> {
            if (now - checked >= age.toNanos() && calls.replace(call, checked, now)) {
                call.checkKey();
            }
        });
    }

    /// Ends all calls, also those that still come.
    public void endAll() {
        ending = true;
        calls.keySet().forEach(LongCall::end);
    }
}
