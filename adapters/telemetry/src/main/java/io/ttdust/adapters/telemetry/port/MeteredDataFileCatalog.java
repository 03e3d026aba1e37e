package io.ttdust.adapters.telemetry.port;

import io.micrometer.core.instrument.Timer;
import io.ttdust.application.port.catalog.DataFileCatalog;
import io.ttdust.application.port.catalog.FlushCommit;
import io.ttdust.application.port.catalog.NodeEpoch;
import io.ttdust.application.port.catalog.StreamFiles;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.storage.Checkpoint;
import io.ttdust.domain.storage.DataFile;
import io.ttdust.domain.storage.KeyFile;
import java.time.Instant;
import java.util.List;

/// Times every transaction of a catalogue of data files.
public final class MeteredDataFileCatalog implements DataFileCatalog {

    private final DataFileCatalog catalog;
    private final Transactions transactions;

    public MeteredDataFileCatalog(DataFileCatalog catalog, Timer timer) {
        this.catalog = catalog;
        this.transactions = new Transactions(timer);
    }

    @Override
    public boolean addPending(NodeEpoch owner, List<DataFile> files, List<KeyFile> keyFiles, Instant deadline) {
        return transactions.test(() -> catalog.addPending(owner, files, keyFiles, deadline));
    }

    @Override
    public boolean commit(NodeEpoch owner, FlushCommit flush) {
        return transactions.test(() -> catalog.commit(owner, flush));
    }

    @Override
    public List<Checkpoint> checkpoints() {
        return transactions.answer(catalog::checkpoints);
    }

    @Override
    public StreamFiles find(StreamId stream, long fromMicros, long toMicros, int limit) {
        return transactions.answer(() -> catalog.find(stream, fromMicros, toMicros, limit));
    }

    @Override
    public StreamFiles locate(StreamId stream, int partition, long offset) {
        return transactions.answer(() -> catalog.locate(stream, partition, offset));
    }

    @Override
    public List<KeyFile> keyFiles(long sinceMicros) {
        return transactions.answer(() -> catalog.keyFiles(sinceMicros));
    }

    @Override
    public List<String> abandon(NodeEpoch owner, Instant now, long keysSinceMicros) {
        return transactions.answer(() -> catalog.abandon(owner, now, keysSinceMicros));
    }

    @Override
    public void giveUp(NodeEpoch owner, List<String> keys) {
        transactions.run(() -> catalog.giveUp(owner, keys));
    }

    @Override
    public void forget(List<String> keys) {
        transactions.run(() -> catalog.forget(keys));
    }
}
