package io.ttdust.adapters.grpc.ordered;

import io.ttdust.domain.access.Principal;
import io.ttdust.domain.problem.Problem;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Where the messages of an [OrderedCall] go.
public interface MessageIntake<Q, R> {

    /// Offers the messages; the future has one answer for each, in their order. May block. The future fails when
    /// nobody can say whether the messages were taken.
    CompletableFuture<List<R>> offer(Principal principal, List<Q> messages);

    /// The answer to a message that is not offered.
    R refusal(Q message, Problem problem);
}
