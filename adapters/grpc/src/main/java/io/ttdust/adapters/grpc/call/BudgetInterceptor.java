package io.ttdust.adapters.grpc.call;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import io.ttdust.domain.problem.Problem;

/// Ends calls whose message was not taken ([CallBytes#refusal]) or, while it arrives, becomes too much or stalls.
/// Stands in front of all other interceptors. Calls that answer in band end themselves in the latter cases.
public final class BudgetInterceptor implements ServerInterceptor {

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        CallBytes account = CallBytes.current();
        Refusal refusal = new Refusal(call);
        account.onCut(refusal::refuse);
        return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {

            @Override
            public void onMessage(Q message) {
                Problem problem = account.refusal();
                if (problem != null) {
                    refusal.refuse(Problems.status(problem));
                }
                if (!refusal.isMade()) {
                    super.onMessage(message);
                }
            }

            @Override
            public void onHalfClose() {
                if (refusal.waive()) {
                    super.onHalfClose();
                }
            }
        };
    }

    /// Ends a call once, and only before its handler has heard of a whole request, so that nobody else answers
    /// it at the same time. Safe for all threads.
    private static final class Refusal {

        private final ServerCall<?, ?> call;
        private boolean made;
        private boolean waived;

        private Refusal(ServerCall<?, ?> call) {
            this.call = call;
        }

        private synchronized void refuse(StatusRuntimeException reason) {
            if (!made && !waived) {
                made = true;
                Problems.close(call, reason);
            }
        }

        private synchronized boolean isMade() {
            return made;
        }

        /// Leaves the call to its handler; false if it has been refused.
        private synchronized boolean waive() {
            waived = !made;
            return waived;
        }
    }
}
