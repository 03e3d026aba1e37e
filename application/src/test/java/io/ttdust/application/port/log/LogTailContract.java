package io.ttdust.application.port.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.domain.record.LoggedBatch;
import io.ttdust.domain.storage.Checkpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What every [LogTail] promises, over whatever [LogReader] and [LogBacklog] do meanwhile.
///
/// @param <L> the log under test
public abstract class LogTailContract<L extends RecordLog & LogReader & LogBacklog & LogTail>
        extends RecordLogScene<L> {

    private static final int SECONDS = 50;

    /// How many wait now, by what the log remembers of them.
    protected abstract int waiting(L log);

    @Test
    void whatIsThereIsAnsweredAtOnceWithAHorizonBehindIt() throws Exception {
        L log = log();
        append(log, CLICKS, 0, "a", "b");

        CompletableFuture<Horizon> wait = log.awaitRecord(CLICKS, 0, 1);

        assertThat(wait).isCompleted();
        assertThat(read(log, wait.join(), 1)).containsExactly("a", "b");
        assertThat(log.awaitRecord(CLICKS, 0, -1)).isCompleted();
        assertThat(waiting(log)).isZero();
    }

    @Test
    void onlyACommitOfItsPartitionBehindItsOffsetWakesAWaiter() throws Exception {
        L log = log();
        CompletableFuture<Horizon> first = log.awaitRecord(CLICKS, 0, 0);
        CompletableFuture<Horizon> third = log.awaitRecord(CLICKS, 0, 2);
        CompletableFuture<Horizon> never = log.awaitRecord(CLICKS, 0, Long.MAX_VALUE);
        append(log, ORDERS, 0, "other stream");
        append(log, CLICKS, 1, "other partition");
        CompletableFuture<Horizon> other = log.awaitRecord(CLICKS, 1, 1);
        assertThat(List.of(first, third, never, other)).noneMatch(CompletableFuture::isDone);

        append(log, CLICKS, 0, "a", "b");
        assertThat(read(log, first.get(SECONDS, TimeUnit.SECONDS), 0)).containsExactly("a", "b");
        append(log, ORDERS, 0, "other stream");
        assertThat(third).isNotDone();

        append(log, CLICKS, 0, "c");
        assertThat(read(log, third.get(SECONDS, TimeUnit.SECONDS), 2)).containsExactly("c");
        assertThat(List.of(never, other)).noneMatch(CompletableFuture::isDone);
        assertThat(waiting(log)).isEqualTo(2);
    }

    @Test
    void nothingIsLeftOfAWaiterThatGaveUp() throws Exception {
        L log = log();
        CompletableFuture<Horizon> kept = log.awaitRecord(CLICKS, 0, 0);
        List<CompletableFuture<Horizon>> late = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            assertThat(log.awaitRecord(CLICKS, i % 3, 0).cancel(false)).isTrue();
            late.add(log.awaitRecord(CLICKS, i % 3, 0).orTimeout(0, TimeUnit.NANOSECONDS));
        }
        await(() -> waiting(log) == 1);
        assertThat(late).allMatch(CompletableFuture::isCompletedExceptionally);

        append(log, CLICKS, 0, "a");
        kept.get(SECONDS, TimeUnit.SECONDS);
        await(() -> waiting(log) == 0);
    }

    @Test
    void aThousandWaitersAreWokenByTheirOwnCommits() throws Exception {
        L log = log();
        int waiters = 1000;
        List<CompletableFuture<Horizon>> own = new ArrayList<>();
        List<CompletableFuture<Horizon>> same = new ArrayList<>();
        List<Future<Appended>> appended = new ArrayList<>();
        for (int i = 0; i < waiters; i++) {
            own.add(log.awaitRecord(CLICKS, i, 0));
            same.add(log.awaitRecord(ORDERS, 0, 0));
        }
        assertThat(waiting(log)).isEqualTo(2 * waiters);

        for (int i = 0; i < waiters; i += 2) {
            appended.add(log.append(CLICKS, i, 1, batch("a")));
        }
        for (int i = 0; i < waiters; i += 2) {
            own.get(i).get(SECONDS, TimeUnit.SECONDS);
        }
        for (Future<Appended> one : appended) {
            one.get(SECONDS, TimeUnit.SECONDS);
        }
        append(log, ORDERS, 0, "a");
        for (CompletableFuture<Horizon> one : same) {
            assertThat(one.get(SECONDS, TimeUnit.SECONDS).endLsn())
                    .isEqualTo(same.getFirst().join().endLsn());
        }
        for (int i = 1; i < waiters; i += 2) {
            assertThat(own.get(i)).isNotDone();
        }
        assertThat(waiting(log)).isEqualTo(waiters / 2);
    }

    /// Waits come one behind another while each commit is made, so that one after the other is between its look and
    /// its entry when a commit wakes who waits: about every third commit meets one there.
    @Test
    void noWakeUpIsLostBetweenTheLookAndTheWait() throws Exception {
        L log = log();
        int commits = 100;
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            for (int i = 0; i < commits; i++) {
                String payload = String.valueOf(i);
                Future<Appended> appended = thread.submit(() -> append(log, CLICKS, 0, payload));
                List<CompletableFuture<Horizon>> waits = new ArrayList<>();
                do {
                    waits.add(log.awaitRecord(CLICKS, 0, i));
                } while (!waits.getLast().isDone());
                for (CompletableFuture<Horizon> wait : waits) {
                    wait.get(SECONDS, TimeUnit.SECONDS);
                }
                for (CompletableFuture<Horizon> wait : List.of(waits.getFirst(), waits.getLast())) {
                    assertThat(read(log, wait.join(), i).getFirst()).isEqualTo(payload);
                }
                appended.get(SECONDS, TimeUnit.SECONDS);
            }
        }
        assertThat(waiting(log)).isZero();
    }

    /// Each of a pair waits for what the other one appends when it has been woken.
    @Test
    void tailsThatAnswerEachOtherNeverStop() throws Exception {
        L log = log();
        int pairs = 8;
        int records = 300;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int pair = 0; pair < pairs; pair++) {
                int asked = 2 * pair;
                int answered = 2 * pair + 1;
                running.add(threads.submit(() -> {
                    for (int i = 0; i < records; i++) {
                        Future<Appended> question = log.append(CLICKS, asked, 1, batch("?" + i));
                        log.awaitRecord(CLICKS, answered, i).get(SECONDS, TimeUnit.SECONDS);
                        question.get(SECONDS, TimeUnit.SECONDS);
                    }
                    return null;
                }));
                running.add(threads.submit(() -> {
                    for (int i = 0; i < records; i++) {
                        Horizon horizon = log.awaitRecord(CLICKS, asked, i).get(SECONDS, TimeUnit.SECONDS);
                        List<String> read = new ArrayList<>();
                        log.read(CLICKS, asked, i, horizon, batch -> addPayloads(batch, read));
                        assertThat(read).containsExactly("?" + i);
                        append(log, CLICKS, answered, "!");
                    }
                    return null;
                }));
            }
            for (Future<?> one : running) {
                one.get(SECONDS, TimeUnit.SECONDS);
            }
        }
        assertThat(waiting(log)).isZero();
    }

    @Test
    void whatWasReleasedIsAnsweredAtOnceAndTheLogSaysWhereItGoesOn() throws Exception {
        L log = log();
        append(log, CLICKS, 0, "a", "b");
        log.flushed(List.of(checkpoint(log, CLICKS, 0, 2)));

        assertThat(log.awaitRecord(CLICKS, 0, 1)).isCompleted();
        CompletableFuture<Horizon> next = log.awaitRecord(CLICKS, 0, 2);
        assertThat(next).isNotDone();
        append(log, CLICKS, 0, "c");
        assertThat(read(log, next.get(SECONDS, TimeUnit.SECONDS), 2)).containsExactly("c");
    }

    /// One thread appends, one flushes and so releases, and tails from several offsets get every record once and in
    /// order: those that the log released from the files they were flushed to.
    @Test
    @Tag("F31")
    void tailsSeeEveryRecordOnceWhileOthersAppendFlushAndRelease() throws Exception {
        L log = log();
        int records = 3000;
        ConcurrentSkipListMap<Long, String> files = new ConcurrentSkipListMap<>();
        AtomicBoolean ended = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<String>>> tails = new ArrayList<>();
            for (int from : List.of(0, 0, 1000, records - 1)) {
                tails.add(threads.submit(() -> tail(log, from, records, files)));
            }
            Future<?> flusher = threads.submit(() -> {
                while (!ended.get()) {
                    flush(log, files);
                }
            });
            for (int i = 0; i < records; i += 2) {
                String filler = ".".repeat(i % 20 == 0 ? 6000 : 50);
                Future<Appended> appended = log.append(CLICKS, 0, 1, batch(i + filler, (i + 1) + filler));
                if (i % 7 == 0) {
                    appended.get(SECONDS, TimeUnit.SECONDS);
                }
            }
            for (Future<List<String>> tail : tails) {
                List<String> seen = tail.get(SECONDS, TimeUnit.SECONDS);
                int from = Integer.parseInt(seen.getFirst());
                assertThat(seen).hasSize(records - from);
                for (int i = 0; i < seen.size(); i++) {
                    assertThat(seen.get(i)).isEqualTo(String.valueOf(from + i));
                }
            }
            ended.set(true);
            flusher.get(SECONDS, TimeUnit.SECONDS);
        }
        assertThat(waiting(log)).isZero();
    }

    private List<String> tail(L log, long from, long until, ConcurrentSkipListMap<Long, String> files)
            throws Exception {
        List<String> seen = new ArrayList<>();
        long next = from;
        while (next < until) {
            log.awaitRecord(CLICKS, 0, next).get(SECONDS, TimeUnit.SECONDS);
            try (LogPin pin = log.pin()) {
                List<LoggedBatch> batches = new ArrayList<>();
                log.read(CLICKS, 0, next, pin.horizon(), batches::add);
                long start = batches.isEmpty()
                        ? log.firstOffsetAt(CLICKS, 0, Long.MIN_VALUE)
                        : batches.getFirst().firstOffset();
                for (; next < start; next++) {
                    seen.add(files.getOrDefault(next, "not in a file: " + next));
                }
                for (LoggedBatch batch : batches) {
                    for (; next < batch.endOffset(); next++) {
                        seen.add(number(text(batch, (int) (next - batch.firstOffset()))));
                    }
                }
                assertThat(pin.isHeld()).isTrue();
            }
        }
        return seen;
    }

    private static String number(String payload) {
        return payload.substring(0, payload.indexOf('.'));
    }

    private void flush(L log, ConcurrentSkipListMap<Long, String> files) {
        List<Checkpoint> checkpoints = new ArrayList<>();
        for (PartitionBacklog one : log.backlog()) {
            log.read(one.stream(), one.partition(), one.firstOffset(), log.horizon(), batch -> {
                for (int i = 0; i < batch.records().size(); i++) {
                    files.put(batch.firstOffset() + i, number(text(batch, i)));
                }
                return true;
            });
            long end = files.lastKey() + 1;
            checkpoints.add(checkpoint(log, one.stream(), one.partition(), end));
        }
        log.flushed(checkpoints);
    }

    private static void await(Condition condition) {
        long started = System.nanoTime();
        while (!condition.holds()) {
            assertThat(System.nanoTime() - started).as("nanoseconds waited").isLessThan(SECONDS * 1_000_000_000L);
            Thread.onSpinWait();
        }
    }

    private interface Condition {

        boolean holds();
    }

    private List<String> read(L log, Horizon upTo, long from) {
        List<String> read = new ArrayList<>();
        log.read(CLICKS, 0, from, upTo, batch -> addPayloads(batch, read));
        return read;
    }
}
