package io.ttdust.cli.torture;

import io.grpc.StatusRuntimeException;
import io.ttdust.cli.client.BrokenCallException;
import io.ttdust.cli.client.Pace;
import io.ttdust.cli.client.Producer;
import io.ttdust.cli.console.CommandException;
import io.ttdust.cli.torture.AckRecorder.Acked;
import io.ttdust.cli.torture.Turnstile.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The producers and the reader that keep a server busy, each on a thread of its own. The first failure of any
/// stops the whole.
final class Workers implements AutoCloseable {

    private static final Duration END_WITHIN = Duration.ofMinutes(2);
    private static final Duration BETWEEN_LOOK_UPS = Duration.ofMillis(5);

    private final Turnstile turnstile;
    private final List<Thread> producerThreads = new ArrayList<>();
    private final List<Producer> producers = new ArrayList<>();
    private final CountDownLatch failed = new CountDownLatch(1);
    private final CountDownLatch readerEnd = new CountDownLatch(1);
    private volatile @Nullable Throwable failure;

    Workers(Turnstile turnstile) {
        this.turnstile = turnstile;
    }

    /// Starts a producer that sends at most `rate` records a second.
    void produce(Producer producer, double rate) {
        producers.add(producer);
        producerThreads.add(start("producer", () -> runProducer(producer, Pace.perSecond(rate))));
    }

    /// Starts a reader that looks up what was acknowledged lately.
    void read(LookUps lookUps, AckRecorder recorder, SplittableRandom random) {
        start("reader", () -> runReader(lookUps, recorder, random));
    }

    /// Waits a while.
    ///
    /// @throws CommandException as soon as a worker has failed
    void pause(long millis) throws InterruptedException {
        failed.await(millis, TimeUnit.MILLISECONDS);
        Throwable problem = failure;
        if (problem != null) {
            throw new CommandException("the load failed: " + problem, problem);
        }
    }

    /// Sends nothing new and waits until everything that was sent has its verdict.
    void finish() throws InterruptedException {
        producers.forEach(Producer::stop);
        long end = System.nanoTime() + END_WITHIN.toNanos();
        for (Thread thread : producerThreads) {
            while (thread.isAlive()) {
                pause(0);
                if (System.nanoTime() - end > 0) {
                    throw new CommandException(
                            "producers still wait for answers after %d s".formatted(END_WITHIN.toSeconds()));
                }
                thread.join(Duration.ofMillis(50));
            }
        }
        readerEnd.countDown();
        pause(0);
    }

    /// Lets the threads go; they hold nothing that has to be kept.
    @Override
    public void close() {
        readerEnd.countDown();
        producers.forEach(Producer::stop);
        producerThreads.forEach(Thread::interrupt);
    }

    private Thread start(String name, Work work) {
        return Thread.ofPlatform().daemon().name(name).start(() -> {
            try {
                work.run();
            } catch (InterruptedException e) { // closed
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                fail(e);
            }
        });
    }

    private synchronized void fail(Throwable problem) {
        if (failure == null) {
            failure = problem;
            failed.countDown();
        }
    }

    private void runProducer(Producer producer, Pace pace) throws InterruptedException {
        long seen = 0;
        while (true) {
            Turn turn = turnstile.awaitAfter(seen);
            try {
                producer.run(turn.client(), pace);
                return;
            } catch (BrokenCallException e) {
                if (turnstile.isOpen(turn.generation())) {
                    throw e;
                }
                seen = turn.generation();
            }
        }
    }

    private void runReader(LookUps lookUps, AckRecorder recorder, SplittableRandom random) throws InterruptedException {
        while (!readerEnd.await(BETWEEN_LOOK_UPS.toMillis(), TimeUnit.MILLISECONDS)) {
            Turn turn = turnstile.awaitAfter(0);
            try {
                for (Acked acked : recorder.sample(random, 1)) {
                    lookUps.make(turn.client(), acked);
                }
            } catch (StatusRuntimeException e) {
                if (turnstile.isOpen(turn.generation())) {
                    throw e;
                }
            }
        }
    }

    private interface Work {
        void run() throws InterruptedException;
    }
}
