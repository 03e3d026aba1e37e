package io.ttdust.bootstrap;

import io.ttdust.application.port.catalog.DataFileCatalog;
import io.ttdust.application.port.log.LogReader;
import io.ttdust.application.port.storage.ColumnFileFormat;
import io.ttdust.application.port.storage.ObjectStore;

/// Where records lie: in the log, and in files.
public record StoragePorts(
        LogReader logReader, DataFileCatalog catalog, ObjectStore objects, ColumnFileFormat format) {}
