package io.ttdust.cli.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.cli.client.GrpcClient;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class TurnstileTest {

    private final Turnstile turnstile = new Turnstile();

    @Test
    void letsNobodyBackIntoALifeThatHasBroken() throws Exception {
        try (GrpcClient first = new GrpcClient("127.0.0.1:1", "k");
                GrpcClient second = new GrpcClient("127.0.0.1:2", "k")) {
            turnstile.open(first);
            assertThat(turnstile.awaitAfter(0).client()).isSameAs(first);
            assertThat(turnstile.isOpen(1)).isTrue();

            turnstile.shut();
            assertThat(turnstile.isOpen(1)).isFalse();
            CompletableFuture<GrpcClient> next = CompletableFuture.supplyAsync(() -> awaitAfter(1));
            turnstile.open(second);

            assertThat(next.get(5, TimeUnit.SECONDS)).isSameAs(second);
            assertThat(turnstile.isOpen(2)).isTrue();
        }
    }

    private GrpcClient awaitAfter(long seen) {
        try {
            return turnstile.awaitAfter(seen).client();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
