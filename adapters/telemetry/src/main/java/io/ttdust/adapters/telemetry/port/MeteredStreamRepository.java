package io.ttdust.adapters.telemetry.port;

import io.micrometer.core.instrument.Timer;
import io.ttdust.application.port.catalog.StreamRepository;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.stream.StreamChange;
import io.ttdust.domain.stream.StreamDefinition;
import io.ttdust.domain.stream.StreamName;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Times every transaction of a repository of streams.
public final class MeteredStreamRepository implements StreamRepository {

    private final StreamRepository streams;
    private final Transactions transactions;

    public MeteredStreamRepository(StreamRepository streams, Timer timer) {
        this.streams = streams;
        this.transactions = new Transactions(timer);
    }

    @Override
    public boolean create(StreamDefinition stream) {
        return transactions.test(() -> streams.create(stream));
    }

    @Override
    public Optional<StreamDefinition> find(StreamId id) {
        return transactions.answer(() -> streams.find(id));
    }

    @Override
    public Optional<StreamDefinition> find(StreamName name) {
        return transactions.answer(() -> streams.find(name));
    }

    @Override
    public List<StreamDefinition> find(List<StreamId> ids) {
        return transactions.answer(() -> streams.find(ids));
    }

    @Override
    public boolean update(StreamId id, StreamChange change) {
        return transactions.test(() -> streams.update(id, change));
    }

    @Override
    public List<StreamDefinition> list(int limit, @Nullable StreamId before) {
        return transactions.answer(() -> streams.list(limit, before));
    }
}
