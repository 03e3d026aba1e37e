package io.ttdust.adapters.grpc;

import io.ttdust.application.port.log.AppendCondition;
import io.ttdust.application.port.log.Appended;
import io.ttdust.application.port.log.RecordLog;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.ingest.Durability;
import io.ttdust.domain.record.RecordBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// A log that keeps nothing and whose appends become durable when, and in the order in which, the test says so.
final class SteeredLog implements RecordLog {

    private final List<Append> appends = new ArrayList<>();
    private final Semaphore arrived = new Semaphore(0);
    private long end;
    private boolean durableAtOnce;

    private record Append(CompletableFuture<Appended> future, Appended place, int records) {}

    @Override
    public synchronized CompletableFuture<Appended> append(
            StreamId stream, int partition, int schemaVersion, RecordBatch batch, AppendCondition condition) {
        Append append = new Append(new CompletableFuture<>(), new Appended(end, 1_000_000 + end), batch.size());
        end += batch.size();
        appends.add(append);
        if (durableAtOnce) {
            append.future.complete(append.place);
        }
        arrived.release();
        return append.future;
    }

    /// Makes all appends so far durable, and from now on each when it returns.
    synchronized void completeAll() {
        durableAtOnce = true;
        appends.forEach(append -> append.future.complete(append.place));
    }

    /// From now on an append is durable when it returns.
    synchronized void becomeDurableAtOnce() {
        durableAtOnce = true;
    }

    /// How many records each append had.
    synchronized List<Integer> sizes() {
        return appends.stream().map(Append::records).toList();
    }

    /// Whether `count` more appends came within the time.
    boolean awaitAppends(int count, long seconds) throws InterruptedException {
        return arrived.tryAcquire(count, seconds, TimeUnit.SECONDS);
    }

    /// Makes the append of that number, counted from 0, durable.
    void complete(int number) {
        Append append = numbered(number);
        append.future.complete(append.place);
    }

    private synchronized Append numbered(int number) {
        return appends.get(number);
    }

    @Override
    public Durability durability() {
        return Durability.FSYNC;
    }
}
