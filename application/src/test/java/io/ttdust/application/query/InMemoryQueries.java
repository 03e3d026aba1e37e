package io.ttdust.application.query;

import io.ttdust.application.port.catalog.InMemoryDataFileCatalog;
import io.ttdust.application.port.catalog.InMemoryNodeRegistry;
import io.ttdust.application.port.log.LogReader;
import io.ttdust.application.port.storage.InMemoryColumnFileFormat;
import io.ttdust.application.port.storage.InMemoryObjectStore;

/// Queries over a log of which nothing was ever flushed, for tests of what stands before them.
public final class InMemoryQueries {

    private InMemoryQueries() {}

    public static QueryTimeRange timeRange(LogReader log) {
        return new QueryTimeRange(
                log,
                new InMemoryDataFileCatalog(new InMemoryNodeRegistry()),
                new InMemoryObjectStore(),
                new InMemoryColumnFileFormat());
    }

    public static LookupRecord lookup(LogReader log) {
        return new LookupRecord(
                log,
                new InMemoryDataFileCatalog(new InMemoryNodeRegistry()),
                new InMemoryObjectStore(),
                new InMemoryColumnFileFormat());
    }
}
