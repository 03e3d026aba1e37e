package io.ttdust.adapters.grpc.call;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The calls that last until their client ends them, so that a server that stops can end them in good order. Safe
/// for all threads.
public final class OpenCalls {

    private final Set<LongCall> calls = ConcurrentHashMap.newKeySet();
    private volatile boolean ending;

    /// A call without an end of its own.
    public interface LongCall {

        /// Finishes what was begun and ends the call; does not block.
        void end();
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

    /// Ends all calls, also those that still come.
    public void endAll() {
        ending = true;
        calls.forEach(LongCall::end);
    }
}
