package io.ttdust.adapters.grpc.call;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.ttdust.domain.problem.Problem;

/// Ends calls whose message was not taken ([CallBytes#refusal]) or becomes too much while it arrives. Stands in
/// front of all other interceptors. Calls that answer in band end themselves when a message
/// becomes too much.
public final class BudgetInterceptor implements ServerInterceptor {

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        CallBytes account = CallBytes.current();
        Refusal refusal = new Refusal(call);
        account.onExcess(() -> refusal.refuse(MessageBudget.overloaded()));
        return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {

            @Override
            public void onMessage(Q message) {
                Problem problem = account.refusal();
                if (problem != null) {
                    refusal.refuse(problem);
                }
                if (!refusal.done) {
                    super.onMessage(message);
                }
            }

            @Override
            public void onHalfClose() {
                if (!refusal.done) {
                    super.onHalfClose();
                }
            }
        };
    }

    /// Ends a call once. On the call's event loop alone, and before its handler has heard of a whole request, so
    /// nobody else answers it at the same time.
    private static final class Refusal {

        private final ServerCall<?, ?> call;
        private boolean done;

        private Refusal(ServerCall<?, ?> call) {
            this.call = call;
        }

        private void refuse(Problem problem) {
            if (!done) {
                done = true;
                Problems.close(call, problem);
            }
        }
    }
}
