package io.ttdust.application.query;

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

/// A catalogue in which something happens just before and after files are looked up.
record FindingCatalog(DataFileCatalog catalog, Runnable before, Runnable after) implements DataFileCatalog {

    @Override
    public StreamFiles find(StreamId stream, long fromMicros, long toMicros, int limit) {
        before.run();
        StreamFiles files = catalog.find(stream, fromMicros, toMicros, limit);
        after.run();
        return files;
    }

    @Override
    public boolean addPending(NodeEpoch owner, List<DataFile> files, List<KeyFile> keyFiles, Instant deadline) {
        return catalog.addPending(owner, files, keyFiles, deadline);
    }

    @Override
    public boolean commit(NodeEpoch owner, FlushCommit flush) {
        return catalog.commit(owner, flush);
    }

    @Override
    public List<Checkpoint> checkpoints() {
        return catalog.checkpoints();
    }

    @Override
    public StreamFiles locate(StreamId stream, int partition, long offset) {
        return catalog.locate(stream, partition, offset);
    }

    @Override
    public List<KeyFile> keyFiles(long sinceMicros) {
        return catalog.keyFiles(sinceMicros);
    }

    @Override
    public List<String> abandon(NodeEpoch owner, Instant now, long keysSinceMicros) {
        return catalog.abandon(owner, now, keysSinceMicros);
    }

    @Override
    public void giveUp(NodeEpoch owner, List<String> keys) {
        catalog.giveUp(owner, keys);
    }

    @Override
    public void forget(List<String> keys) {
        catalog.forget(keys);
    }
}
