package io.ttdust.adapters.telemetry.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.log.AppendCondition;
import io.ttdust.application.port.log.Appended;
import io.ttdust.application.port.log.Horizon;
import io.ttdust.application.port.log.InMemoryRecordLog;
import io.ttdust.application.port.log.LogBacklog;
import io.ttdust.application.port.log.LogPin;
import io.ttdust.application.port.log.LogReader;
import io.ttdust.application.port.log.PartitionBacklog;
import io.ttdust.application.port.log.RecordLog;
import io.ttdust.application.port.log.RecordLogContract;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.ingest.Durability;
import io.ttdust.domain.record.LoggedBatch;
import io.ttdust.domain.record.RecordBatch;
import io.ttdust.domain.storage.Checkpoint;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The decorator keeps the contract of what it decorates, and times what became durable.
class MeteredRecordLogTest extends RecordLogContract<MeteredRecordLogTest.Whole> {

    private final Timer timer = new SimpleMeterRegistry().timer("t");

    /// Appends go through the decorator, reads past it.
    record Whole(RecordLog metered, InMemoryRecordLog behind) implements RecordLog, LogReader, LogBacklog {

        @Override
        public @Nullable CompletableFuture<Appended> append(
                StreamId stream, int partition, int schemaVersion, RecordBatch batch, AppendCondition condition) {
            return metered.append(stream, partition, schemaVersion, batch, condition);
        }

        @Override
        public Durability durability() {
            return metered.durability();
        }

        @Override
        public long afterLoss(StreamId stream, int partition, long offset) {
            return behind.afterLoss(stream, partition, offset);
        }

        @Override
        public Horizon horizon() {
            return behind.horizon();
        }

        @Override
        public LogPin pin() {
            return behind.pin();
        }

        @Override
        public long firstOffsetAt(StreamId stream, int partition, long receiveMicros) {
            return behind.firstOffsetAt(stream, partition, receiveMicros);
        }

        @Override
        public void read(StreamId stream, int partition, long fromOffset, Horizon upTo, Predicate<LoggedBatch> reader) {
            behind.read(stream, partition, fromOffset, upTo, reader);
        }

        @Override
        public List<PartitionBacklog> backlog() {
            return behind.backlog();
        }

        @Override
        public long unflushedBytes() {
            return behind.unflushedBytes();
        }

        @Override
        public void flushed(List<Checkpoint> checkpoints) {
            behind.flushed(checkpoints);
        }
    }

    @Override
    protected Whole open(InstantSource clock) {
        InMemoryRecordLog behind = new InMemoryRecordLog(clock);
        return new Whole(new MeteredRecordLog(behind, timer), behind);
    }

    @Test
    void timesAnAppendOnceItIsDurable() {
        Whole log = open(InstantSource.system());
        log.behind().holdDurability();
        CompletableFuture<Appended> future = log.append(CLICKS, 0, 1, one());
        assertThat(timer.count()).isZero();

        log.behind().releaseDurability();

        assertThat(future).isCompleted();
        assertThat(timer.count()).isEqualTo(1);
    }

    @Test
    void doesNotTimeWhatFailed() {
        Whole log = open(InstantSource.system());
        log.behind().failNextAppend(new StorageException("cable cut"));
        assertThatThrownBy(() -> log.append(CLICKS, 0, 1, one())).hasMessage("cable cut");
        log.behind().holdDurability();
        CompletableFuture<Appended> future = log.append(CLICKS, 0, 1, one());
        log.behind().poison(new StorageException("sync failed"));

        assertThat(future).isCompletedExceptionally();
        assertThat(timer.count()).isZero();
    }

    private static RecordBatch one() {
        RecordBatch.Builder batch = RecordBatch.builder(1, 2);
        batch.add("{}".getBytes(StandardCharsets.UTF_8));
        return batch.build();
    }
}
