package io.ttdust.application.query;

import io.ttdust.application.port.catalog.DataFileCatalog;
import io.ttdust.application.port.log.LogPin;
import io.ttdust.application.port.log.LogReader;
import io.ttdust.application.port.storage.ColumnFileFormat;
import io.ttdust.application.port.storage.ObjectMissingException;
import io.ttdust.application.port.storage.ObjectStore;
import io.ttdust.application.port.storage.StoredObject;
import io.ttdust.application.port.telemetry.QueryMeter;
import io.ttdust.domain.id.RecordId;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.record.LoggedBatch;
import io.ttdust.domain.record.StreamRecord;
import io.ttdust.domain.storage.DataFile;
import io.ttdust.domain.stream.StreamDefinition;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Finds one record by its id, without an index: the id says where the record lies. Safe for all threads.
public final class LookupRecord {

    /// How often the record's file is looked up when it vanishes, as files do when they are merged.
    private static final int PLANS_MAX = 4;

    private final LogReader log;
    private final DataFileCatalog catalog;
    private final ObjectStore objects;
    private final ColumnFileFormat format;
    private final QueryMeter meter;

    /// Measures nothing.
    public LookupRecord(LogReader log, DataFileCatalog catalog, ObjectStore objects, ColumnFileFormat format) {
        this(log, catalog, objects, format, QueryMeter.NONE);
    }

    /// Tells `meter` of every look-up.
    public LookupRecord(
            LogReader log, DataFileCatalog catalog, ObjectStore objects, ColumnFileFormat format, QueryMeter meter) {
        this.log = log;
        this.catalog = catalog;
        this.objects = objects;
        this.format = format;
        this.meter = meter;
    }

    /// The durable record of that id; empty if the stream has none, also when the id is another stream's.
    ///
    /// The log is asked first, as it keeps a record at least until its file is committed.
    ///
    /// @throws io.ttdust.application.port.StorageException if log, catalogue or file cannot be read
    public Optional<StreamRecord> byId(StreamDefinition stream, RecordId id) {
        QueryMeter.Query measured = meter.asked(stream.name(), QueryMeter.Kind.KEY_LOOKUP);
        measured.started();
        boolean read = false;
        try {
            Optional<StreamRecord> found = find(stream.id(), id);
            read = true;
            measured.answered(found.isPresent() ? 1 : 0, 1);
            return found;
        } finally {
            if (!read) {
                measured.failed();
            }
        }
    }

    private Optional<StreamRecord> find(StreamId stream, RecordId id) {
        int tag = stream.tag();
        if (id.streamTag() != tag) {
            return Optional.empty();
        }
        Found found = new Found(id, tag);
        try (LogPin pin = log.pin()) {
            log.read(stream, id.partition(), id.offset(), pin.horizon(), found);
        }
        for (int plans = 1; found.record == null; plans++) {
            Optional<DataFile> file = catalog.locate(stream, id.partition(), id.offset()).files().stream()
                    .findFirst();
            if (file.isEmpty()) {
                return Optional.empty();
            }
            try (StoredObject object = objects.open(file.get().key())) {
                format.read(object, stream, id.partition(), id.offset(), Long.MIN_VALUE, found);
                break;
            } catch (ObjectMissingException e) {
                if (plans == PLANS_MAX) {
                    throw e;
                }
            }
        }
        return Optional.ofNullable(found.record).filter(record -> record.id().equals(id));
    }

    /// Takes the record out of the first batch shown, if it is there.
    private static final class Found implements Predicate<LoggedBatch> {

        private final RecordId id;
        private final int tag;
        private @Nullable StreamRecord record;

        private Found(RecordId id, int tag) {
            this.id = id;
            this.tag = tag;
        }

        @Override
        public boolean test(LoggedBatch batch) {
            if (batch.firstOffset() <= id.offset() && id.offset() < batch.endOffset()) {
                record = batch.record((int) (id.offset() - batch.firstOffset()), tag);
            }
            return false;
        }
    }
}
