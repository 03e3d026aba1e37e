package io.ttdust.application.stream;

import io.ttdust.application.port.catalog.SchemaRepository;
import io.ttdust.application.port.catalog.StreamRepository;
import io.ttdust.application.port.schema.SchemaCompiler;
import io.ttdust.domain.id.SchemaId;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Result;
import io.ttdust.domain.schema.PayloadSchema;
import io.ttdust.domain.stream.StreamDefinition;
import io.ttdust.domain.stream.StreamName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Finds streams by id or name, with their schemas compiled. Safe for all threads.
///
/// What was found, or created on this node, stays in memory, so that records flow while the metadata store is away.
/// Whoever changes a stream or a schema through this node tells it before the change is answered, and [#refresh]
/// brings in what was changed through others; what was not found is asked for again.
///
/// A stream's definition is only ever replaced by one that was read later: reading and replacing go together
/// under a lock.
public final class StreamCatalog {

    /// Ids and names kept; beyond it all are dropped and read again, which is slow but bounded.
    private static final int KEYS_MAX = 10_000;

    /// Bytes of the definitions of all schemas that are kept compiled.
    private static final long DEFINITION_BYTES_MAX = 64 << 20;

    private static final int LOCKS = 64;

    /// Streams read with one question.
    private static final int READ_MAX = 1000;

    private final StreamRepository streams;
    private final CompiledSchemas schemas;
    private final Consumer<SchemaSwitch> onSwitch;
    private final ConcurrentHashMap<String, OpenStream> found = new ConcurrentHashMap<>();
    private final StreamsInUse inUse = new StreamsInUse();
    /// How often anybody began to refresh.
    private final AtomicLong refreshes = new AtomicLong();

    private final ReentrantLock[] locks = new ReentrantLock[LOCKS];

    /// Tells nobody of switches.
    public StreamCatalog(StreamRepository streams, SchemaRepository schemas, SchemaCompiler compiler) {
        this(streams, schemas, compiler, switched -> {});
    }

    /// @param onSwitch told of every switch of a stream in use, right after it; must not throw
    public StreamCatalog(
            StreamRepository streams,
            SchemaRepository schemas,
            SchemaCompiler compiler,
            Consumer<SchemaSwitch> onSwitch) {
        this.streams = streams;
        this.schemas = new CompiledSchemas(schemas, compiler, DEFINITION_BYTES_MAX);
        this.onSwitch = onSwitch;
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new ReentrantLock();
        }
    }

    /// The stream of that id (`str_…`) or name.
    ///
    /// @return it, or `NOT_FOUND`, or `INVALID_REQUEST` if `idOrName` can be neither
    public Result<OpenStream> find(String idOrName) {
        OpenStream known = found.get(idOrName);
        return known != null ? Result.ok(known) : load(idOrName);
    }

    private Result<OpenStream> load(String idOrName) {
        Optional<StreamId> id;
        try {
            id = StreamId.looksLike(idOrName)
                    ? Optional.of(StreamId.parse(idOrName))
                    : streams.find(new StreamName(idOrName)).map(StreamDefinition::id);
        } catch (IllegalArgumentException e) {
            return Result.refused(ErrorCode.INVALID_REQUEST, "not a stream's id or name: " + e.getMessage());
        }
        OpenStream opened = id.isEmpty() ? null : reload(id.get());
        return opened != null
                ? Result.ok(opened)
                : Result.refused(
                        ErrorCode.NOT_FOUND,
                        "there is no stream '%s'; create it with POST /api/v1/streams".formatted(idOrName));
    }

    /// Reads the stream anew and brings it into force; null if there is none.
    @Nullable
    OpenStream reload(StreamId id) {
        ReentrantLock lock = locks[Math.floorMod(id.hashCode(), LOCKS)];
        lock.lock();
        try {
            while (true) {
                long before = refreshes.get();
                OpenStream stream = readAndChange(id);
                if (stream == null || refreshes.get() == before) {
                    return stream;
                }
                // Whoever refreshed meanwhile may not have seen the stream here, and this may have read it before.
            }
        } finally {
            lock.unlock();
        }
    }

    private @Nullable OpenStream readAndChange(StreamId id) {
        StreamDefinition stored = streams.find(id).orElse(null);
        if (stored == null) {
            return null;
        }
        PayloadSchema schema = schemas.find(stored.schemaId(), stored.schemaVersion());
        OpenStream stream = inUse.findOrAdd(id, () -> new OpenStream(stored, schema));
        int before = stream.epoch().version();
        stream.change(stored, schema);
        keep(stream);
        if (before != stored.schemaVersion()) {
            onSwitch.accept(new SchemaSwitch(id, stored.name(), before, stored.schemaVersion()));
        }
        return stream;
    }

    private void keep(OpenStream stream) {
        if (found.size() >= KEYS_MAX) {
            found.clear();
        }
        found.put(stream.definition().id().toString(), stream);
        found.put(stream.definition().name().value(), stream);
    }

    /// Brings into force what was changed of the streams in use and of their schemas, through whichever node. What
    /// was changed before this is called is in force on this node when it returns.
    ///
    /// @throws io.ttdust.application.port.StorageException if the store is away; everything stays as it was, or
    ///     some of it is new
    /// @throws IllegalStateException if a stream could not be changed, because what is stored of it is broken; it
    ///     stays as it was, and all others are as they should be
    public void refresh() {
        refresh(stream -> true);
    }

    /// The same for the streams of one schema. Whoever changed which of its versions is the latest calls this
    /// before it answers, so that who then sends records finds them checked against it. If this fails, because the
    /// store went away between the two, the change is in force as soon as the store is back and somebody looks,
    /// see [#refresh()].
    ///
    /// @throws io.ttdust.application.port.StorageException as above
    /// @throws IllegalStateException as above
    public void schemaChanged(SchemaId schema) {
        refresh(stream -> stream.definition().schemaId().equals(schema));
    }

    private void refresh(Predicate<OpenStream> wanted) {
        refreshes.incrementAndGet();
        List<StreamId> ids = new ArrayList<>();
        for (OpenStream stream : inUse.all()) {
            if (wanted.test(stream)) {
                ids.add(stream.definition().id());
            }
        }
        IllegalStateException broken = null;
        for (int from = 0; from < ids.size(); from += READ_MAX) {
            for (StreamDefinition stored : streams.find(ids.subList(from, Math.min(from + READ_MAX, ids.size())))) {
                OpenStream stream = inUse.find(stored.id());
                if (stream != null && !stream.definition().equals(stored)) {
                    IllegalStateException failure = reloadUnlessBroken(stored);
                    broken = broken == null ? failure : broken;
                }
            }
        }
        if (broken != null) {
            throw broken;
        }
    }

    /// What is wrong with that stream alone, so that the others can go on; null if nothing is.
    private @Nullable IllegalStateException reloadUnlessBroken(StreamDefinition stored) {
        try {
            reload(stored.id());
            return null;
        } catch (IllegalStateException e) {
            return new IllegalStateException(
                    "stream '%s' stays as it is: %s".formatted(stored.name(), e.getMessage()), e);
        }
    }
}
