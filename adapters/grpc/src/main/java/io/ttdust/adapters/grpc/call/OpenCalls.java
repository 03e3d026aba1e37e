package io.ttdust.adapters.grpc.call;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The calls that last until their client ends them: a server that stops ends them in good order, and one that goes
/// on has them look again whether their callers may still call. Safe for all threads.
public final class OpenCalls {

    private final Set<LongCall> calls = ConcurrentHashMap.newKeySet();
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
        calls.add(call);
        if (ending) {
            call.end();
        }
    }

    /// Forgets a call that has ended.
    public void remove(LongCall call) {
        calls.remove(call);
    }

    /// Has all calls look at their callers' keys.
    public void checkKeys() {
        calls.forEach(LongCall::checkKey);
    }

    /// Ends all calls, also those that still come.
    public void endAll() {
        ending = true;
        calls.forEach(LongCall::end);
    }
}
