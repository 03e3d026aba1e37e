package io.ttdust.adapters.grpc.ordered;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.adapters.grpc.access.Caller;
import io.ttdust.adapters.grpc.call.CallBytes;
import io.ttdust.adapters.grpc.call.MessageBudget;
import io.ttdust.adapters.grpc.call.OpenCalls;
import io.ttdust.domain.access.Principal;
import io.ttdust.domain.access.Role;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.problem.Result;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What becomes of a message while the caller's key is being checked.
@Timeout(30)
class OrderedCallTest {

    private static final int BYTES = 1000;
    private static final Principal CALLER = new Principal("test", Role.WRITER, List.of());

    private static final Window ONE_BY_ONE = Window.ofFrames(16, 1 << 20);
    private static final Problem REVOKED = Problem.of(ErrorCode.AUTHENTICATION_FAILED, "the key was revoked");

    private final MessageBudget budget = new MessageBudget(1 << 20, () -> false);
    private final CallBytes account = new CallBytes(budget);
    private final FakeClient client = new FakeClient();
    private final OpenCalls openCalls = new OpenCalls();
    private final AtomicInteger offered = new AtomicInteger();

    private record Message(int bytes) implements Incoming {}

    /// Answers each message at once.
    private final class Echo implements MessageIntake<Message, String> {

        @Override
        public CompletableFuture<List<String>> offer(Principal principal, List<Message> messages) {
            offered.addAndGet(messages.size());
            return CompletableFuture.completedFuture(
                    messages.stream().map(message -> "taken").toList());
        }

        @Override
        public String refusal(Message message, Problem problem) {
            return "refused";
        }
    }

    private OrderedCall<Message, String> open(Supplier<Result<Principal>> keyCheck) {
        return open(keyCheck, ONE_BY_ONE);
    }

    private OrderedCall<Message, String> open(Supplier<Result<Principal>> keyCheck, Window window) {
        OrderedCall<Message, String> call =
                new OrderedCall<>(client, new Caller(CALLER, keyCheck), account, new Echo(), openCalls, window);
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
        openCalls.checkKeys(Duration.ZERO);
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
        openCalls.checkKeys(Duration.ZERO);

        assertThatThrownBy(call::run).hasMessage("the check breaks down");

        assertThat(budget.bytes()).isZero();
        assertThat(client.end).hasMessageStartingWith("INTERNAL");
    }

    @Test
    void messagesAreAnsweredWhenTheCheckIsOver() {
        OrderedCall<Message, String> call = open(() -> Result.ok(CALLER));
        send(call, 3);
        openCalls.checkKeys(Duration.ZERO);
        call.onCompleted();

        call.run();

        assertThat(client.answers).containsExactly("taken", "taken", "taken");
        assertThat(budget.bytes()).isZero();
    }

    @Test
    void aCallThatWaitsForMessagesEndsWhenItsKeyIsRevoked() throws Exception {
        AtomicBoolean revoked = new AtomicBoolean();
        OrderedCall<Message, String> call = open(() -> revoked.get() ? Result.refused(REVOKED) : Result.ok(CALLER));
        Thread offering = Thread.ofVirtual().start(call);
        send(call, 1);
        while (client.answers.isEmpty() || offering.getState() != Thread.State.WAITING) {
            Thread.sleep(1);
        }

        openCalls.checkKeys(Duration.ZERO);
        while (offering.getState() != Thread.State.WAITING) {
            Thread.sleep(1);
        }
        assertThat(client.end).isNull();
        revoked.set(true);
        openCalls.checkKeys(Duration.ZERO);
        offering.join();

        assertThat(client.answers).containsExactly("taken");
        assertThat(client.end).hasMessageStartingWith("UNAUTHENTICATED");
    }

    @Test
    @Tag("F28")
    void aClientThatDoesNotReadItsLastAnswersHoldsNothingBeyondItsKey() throws Exception {
        client.reads = false;
        OrderedCall<Message, String> call = open(() -> Result.refused(REVOKED));
        Thread offering = Thread.ofVirtual().start(call);
        send(call, 3);
        call.onCompleted();
        while (offered.get() < 3 || offering.getState() != Thread.State.WAITING) {
            Thread.sleep(1);
        }
        assertThat(budget.bytes()).isEqualTo(3L * BYTES);

        openCalls.checkKeys(Duration.ZERO);
        offering.join();

        assertThat(client.answers).isEmpty();
        assertThat(client.end).hasMessageStartingWith("UNAUTHENTICATED");
        assertThat(budget.bytes()).isZero();
    }

    @Test
    void messagesBehindACheckAreOfferedInTheirOrder() {
        OrderedCall<Message, String> call = open(() -> Result.ok(CALLER), Window.ofRecords(16, 1 << 20));
        openCalls.checkKeys(Duration.ZERO);
        send(call, 2);
        openCalls.checkKeys(Duration.ZERO);
        send(call, 1);
        call.onCompleted();

        call.run();

        assertThat(client.answers).containsExactly("taken", "taken", "taken");
        assertThat(client.end).isNull();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
