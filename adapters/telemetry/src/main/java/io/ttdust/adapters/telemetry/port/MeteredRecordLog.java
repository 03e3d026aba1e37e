package io.ttdust.adapters.telemetry.port;

import io.micrometer.core.instrument.Timer;
import io.ttdust.application.port.log.AppendCondition;
import io.ttdust.application.port.log.Appended;
import io.ttdust.application.port.log.RecordLog;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.ingest.Durability;
import io.ttdust.domain.record.RecordBatch;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Times each append from its call until it is durable. Appends that fail are not timed.
public final class MeteredRecordLog implements RecordLog {

    private final RecordLog log;
    private final Timer durable;

    public MeteredRecordLog(RecordLog log, Timer durable) {
        this.log = log;
        this.durable = durable;
    }

    @Override
    public @Nullable CompletableFuture<Appended> append(
            StreamId stream, int partition, int schemaVersion, RecordBatch batch, AppendCondition condition) {
        long started = System.nanoTime();
        CompletableFuture<Appended> appended = log.append(stream, partition, schemaVersion, batch, condition);
        if (appended == null) {
            return null;
        }
        CompletableFuture<?> _ = appended.whenComplete((place, failure) -> {
            if (failure == null) {
                durable.record(System.nanoTime() - started, TimeUnit.NANOSECONDS);
            }
        });
        return appended;
    }

    @Override
    public Durability durability() {
        return log.durability();
    }
}
