package io.ttdust.adapters.grpc.ordered;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.adapters.grpc.access.Caller;
import io.ttdust.adapters.grpc.call.CallBytes;
import io.ttdust.adapters.grpc.call.MessageBudget;
import io.ttdust.adapters.grpc.call.OpenCalls;
import io.ttdust.domain.access.Principal;
import io.ttdust.domain.access.Role;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.problem.Result;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What becomes of a message while the caller's key is being checked.
@Timeout(30)
class OrderedCallTest {

    private static final int BYTES = 1000;
    private static final Principal CALLER = new Principal("test", Role.WRITER, List.of());

    /// Every message is preceded by a check.
    private static final Window WINDOW = new Window(16, 1 << 20, 1, 16, Duration.ofNanos(1));

    private final MessageBudget budget = new MessageBudget(1 << 20, () -> false);
    private final CallBytes account = new CallBytes(budget);
    private final FakeClient client = new FakeClient();

    private record Message(int bytes) implements Incoming {}

    /// Answers each message at once.
    private static final class Echo implements MessageIntake<Message, String> {

        @Override
        public CompletableFuture<List<String>> offer(Principal principal, List<Message> messages) {
            return CompletableFuture.completedFuture(
                    messages.stream().map(message -> "taken").toList());
        }

        @Override
        public String refusal(Message message, Problem problem) {
            return "refused";
        }
    }

    private OrderedCall<Message, String> open(Supplier<Result<Principal>> keyCheck) {
        OrderedCall<Message, String> call =
                new OrderedCall<>(client, new Caller(CALLER, keyCheck), account, new Echo(), new OpenCalls(), WINDOW);
        call.open();
        return call;
    }

    private void send(OrderedCall<Message, String> call, int messages) {
        for (int i = 0; i < messages; i++) {
            assertThat(account.tryTake(BYTES)).isTrue();
            call.onNext(new Message(BYTES));
        }
    }

    @Test
    @Tag("F28")
    void messagesOfACallThatIsCancelledDuringTheCheckAreGivenBack() throws Exception {
        CountDownLatch checking = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        OrderedCall<Message, String> call = open(() -> {
            checking.countDown();
            await(release);
            return Result.ok(CALLER);
        });
        send(call, 3);
        Thread offering = Thread.ofVirtual().start(call);
        await(checking);

        client.cancel();
        release.countDown();
        offering.join();

        assertThat(budget.bytes()).isZero();
        assertThat(client.answers).isEmpty();
    }

    @Test
    void messagesOfACallWhoseCheckBreaksDownAreGivenBack() {
        OrderedCall<Message, String> call = open(() -> {
            throw new AssertionError("the check breaks down");
        });
        send(call, 3);

        assertThatThrownBy(call::run).hasMessage("the check breaks down");

        assertThat(budget.bytes()).isZero();
        assertThat(client.end).hasMessageStartingWith("INTERNAL");
    }

    @Test
    void messagesAreAnsweredWhenTheCheckIsOver() {
        OrderedCall<Message, String> call = open(() -> Result.ok(CALLER));
        send(call, 3);
        call.onCompleted();

        call.run();

        assertThat(client.answers).containsExactly("taken", "taken", "taken");
        assertThat(budget.bytes()).isZero();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
