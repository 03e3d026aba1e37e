package io.ttdust.adapters.parquet;

import io.ttdust.adapters.parquet.file.Slabs;
import io.ttdust.adapters.parquet.layout.Layout;
import io.ttdust.adapters.parquet.layout.LayoutCompiler;
import io.ttdust.adapters.parquet.read.RecordFileReader;
import io.ttdust.adapters.parquet.write.RecordFileWriter;
import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.storage.ColumnFileFormat;
import io.ttdust.application.port.storage.ColumnFileOrigin;
import io.ttdust.application.port.storage.ColumnFileWriter;
import io.ttdust.application.port.storage.StoredObject;
import io.ttdust.domain.id.SchemaId;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.record.LoggedBatch;
import io.ttdust.domain.schema.SchemaVersion;
import java.util.LinkedHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// [ColumnFileFormat] in Apache Parquet, which any engine reads without TTDust. `FORMAT.md` says what is in a file.
///
/// Files are written by Hadoop's library without Hadoop: no file system of its, no configuration, no codecs.
public final class ParquetColumnFileFormat implements ColumnFileFormat {

    private static final int LAYOUTS_MAX = 256;
    private static final long FOOTER_BYTES_MAX = 32L << 20;

    /// Enough for what two threads make files in; an eighth of a small heap at most.
    private static final long SLAB_BYTES_MAX =
            Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 8);

    private final String writerName;
    private final Slabs slabs = new Slabs(SLAB_BYTES_MAX);
    private final RecordFileReader reader = new RecordFileReader(FOOTER_BYTES_MAX);
    private final LinkedHashMap<LayoutKey, Layout> layouts = new LinkedHashMap<>(16, 0.75f, true);

    private record LayoutKey(SchemaId schema, int version, String fingerprint) {}

    /// The format as `writerName` writes it.
    ///
    /// @param writerName name and version of the program, kept in each file's metadata
    public ParquetColumnFileFormat(String writerName) {
        this.writerName = writerName;
    }

    @Override
    public ColumnFileWriter create(ColumnFileOrigin origin) {
        return new RecordFileWriter(origin, layout(origin.schema()), writerName, slabs);
    }

    private Layout layout(SchemaVersion schema) {
        LayoutKey key = new LayoutKey(schema.schemaId(), schema.version(), schema.fingerprint());
        Layout known = known(key);
        if (known != null) {
            return known;
        }
        try {
            Layout compiled = LayoutCompiler.compile(schema.definition());
            keep(key, compiled);
            return compiled;
        } catch (IllegalArgumentException e) {
            throw new StorageException(
                    "no columns can be laid out for version %d of schema %s: %s"
                            .formatted(schema.version(), schema.name(), e.getMessage()),
                    e);
        }
    }

    private @Nullable Layout known(LayoutKey key) {
        synchronized (layouts) {
            return layouts.get(key);
        }
    }

    private void keep(LayoutKey key, Layout layout) {
        synchronized (layouts) {
            layouts.put(key, layout);
            if (layouts.size() > LAYOUTS_MAX) {
                layouts.pollFirstEntry();
            }
        }
    }

    @Override
    public void read(
            StoredObject file,
            StreamId stream,
            int partition,
            long fromOffset,
            long fromMicros,
            Predicate<LoggedBatch> batches) {
        reader.read(file, stream, partition, fromOffset, fromMicros, batches);
    }
}
