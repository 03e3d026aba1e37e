package io.ttdust.application.port.catalog;

import io.ttdust.application.port.StorageException;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.storage.Checkpoint;
import io.ttdust.domain.storage.DataFile;
import io.ttdust.domain.storage.HourPartition;
import io.ttdust.domain.storage.KeyFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// [DataFileCatalog] for tests. It does not check that streams exist.
public final class InMemoryDataFileCatalog implements DataFileCatalog {

    private static final int KEYS_MAX = 1000;
    private static final Comparator<DataFile> BY_TIME = Comparator.comparingLong(DataFile::firstMicros)
            .thenComparingInt(DataFile::partition)
            .thenComparingLong(DataFile::firstOffset);

    /// Where a row stands.
    public enum State {
        PENDING,
        LIVE,
        DELETED,
        ABANDONED
    }

    private record Place(StreamId stream, int partition) {}

    /// Of `data` and `keys` one is null.
    private record Row(
            @Nullable DataFile data, @Nullable KeyFile keys, NodeEpoch owner, Instant deadline, State state) {

        Row in(State next) {
            return new Row(data, keys, owner, deadline, next);
        }

        boolean isPendingOf(NodeEpoch node) {
            return state == State.PENDING && owner.equals(node);
        }
    }

    private final InMemoryNodeRegistry nodes;
    private final Map<String, Row> rows = new TreeMap<>();
    private final Map<Place, Checkpoint> checkpoints = new HashMap<>();
    private boolean away;
    private boolean losingNextAnswer;
    private boolean failingNext;
    private boolean failingNextCommit;

    /// Fences by the starts that `nodes` knows.
    public InMemoryDataFileCatalog(InMemoryNodeRegistry nodes) {
        this.nodes = nodes;
    }

    /// From now on every call throws, until [#comeBack].
    public synchronized void goAway() {
        away = true;
    }

    public synchronized void comeBack() {
        away = false;
    }

    /// The next [#commit] takes place, but throws.
    public synchronized void loseNextAnswer() {
        losingNextAnswer = true;
    }

    /// The next call of any kind does not take place and throws.
    public synchronized void failNext() {
        failingNext = true;
    }

    /// The next [#commit] does not take place and throws.
    public synchronized void failNextCommit() {
        failingNextCommit = true;
    }

    /// Forgets what was to fail.
    public synchronized void disarm() {
        failingNext = false;
        failingNextCommit = false;
        losingNextAnswer = false;
    }

    /// Keys of all objects, data files as well as key files, whose row is in `state`; ordered. Works also while the
    /// catalogue is away.
    public synchronized List<String> keys(State state) {
        return rows.entrySet().stream()
                .filter(row -> row.getValue().state == state)
                .map(Map.Entry::getKey)
                .toList();
    }

    /// All data files whose row is in `state`, in the order of [#find]. Works also while the catalogue is away.
    public synchronized List<DataFile> dataFiles(State state) {
        return dataFilesIn(state).sorted(BY_TIME).toList();
    }

    @Override
    public synchronized boolean addPending(
            NodeEpoch owner, List<DataFile> files, List<KeyFile> keyFiles, Instant deadline) {
        requirePresent();
        if (!nodes.isLatest(owner)) {
            return false;
        }
        Map<String, Row> added = new HashMap<>();
        for (DataFile file : files) {
            note(added, file.key(), new Row(file, null, owner, deadline, State.PENDING));
        }
        for (KeyFile file : keyFiles) {
            note(added, file.key(), new Row(null, file, owner, deadline, State.PENDING));
        }
        rows.putAll(added);
        return true;
    }

    private void note(Map<String, Row> added, String key, Row row) {
        if (rows.containsKey(key) || added.put(key, row) != null) {
            throw new StorageException("noting object '%s': its key was used before".formatted(key));
        }
    }

    @Override
    public synchronized boolean commit(NodeEpoch owner, FlushCommit flush) {
        requirePresent();
        if (failingNextCommit) {
            failingNextCommit = false;
            throw new StorageException("the catalogue failed before it committed");
        }
        boolean committed = isCommitted(flush) || commitNow(owner, flush);
        if (losingNextAnswer) {
            losingNextAnswer = false;
            throw new StorageException("the catalogue's answer was lost");
        }
        return committed;
    }

    /// Files never go back from being live, and are made live by one flush only.
    private boolean isCommitted(FlushCommit flush) {
        return flush.files().stream()
                .map(file -> rows.get(file.key()))
                .allMatch(row -> row != null && row.state == State.LIVE);
    }

    private boolean commitNow(NodeEpoch owner, FlushCommit flush) {
        List<String> keys = keysOf(flush);
        boolean possible = nodes.isLatest(owner)
                && keys.stream().map(rows::get).allMatch(row -> row != null && row.isPendingOf(owner))
                && flush.advances().stream().allMatch(this::startsAtTheCheckpoint);
        if (possible) {
            keys.forEach(key -> rows.computeIfPresent(key, (same, row) -> row.in(State.LIVE)));
            for (FlushCommit.Advance advance : flush.advances()) {
                checkpoints.put(placeOf(advance.to()), advance.to());
            }
        }
        return possible;
    }

    private boolean startsAtTheCheckpoint(FlushCommit.Advance advance) {
        Checkpoint known = checkpoints.get(placeOf(advance.to()));
        return (known == null ? 0 : known.offset()) == advance.fromOffset();
    }

    @Override
    public synchronized List<Checkpoint> checkpoints() {
        requirePresent();
        return List.copyOf(checkpoints.values());
    }

    @Override
    public synchronized StreamFiles find(StreamId stream, long fromMicros, long toMicros, int limit) {
        requirePresent();
        if (limit < 1 || limit > 10_000) {
            throw new IllegalArgumentException("limit outside 1..10000: %d".formatted(limit));
        }
        List<Checkpoint> ofStream = checkpoints.values().stream()
                .filter(checkpoint -> checkpoint.stream().equals(stream))
                .toList();
        if (fromMicros >= toMicros) {
            return new StreamFiles(ofStream, List.of());
        }
        HourPartition first = HourPartition.of(fromMicros);
        HourPartition last = HourPartition.of(toMicros - 1);
        List<DataFile> found = dataFilesIn(State.LIVE)
                .filter(file -> file.stream().equals(stream)
                        && file.hour().compareTo(first) >= 0
                        && file.hour().compareTo(last) <= 0
                        && file.firstMicros() < toMicros
                        && file.lastMicros() >= fromMicros)
                .sorted(BY_TIME)
                .limit(limit)
                .toList();
        return new StreamFiles(ofStream, found);
    }

    @Override
    public synchronized StreamFiles locate(StreamId stream, int partition, long offset) {
        requirePresent();
        Checkpoint checkpoint = checkpoints.get(new Place(stream, partition));
        List<DataFile> found = dataFilesIn(State.LIVE)
                .filter(file -> file.stream().equals(stream)
                        && file.partition() == partition
                        && file.firstOffset() <= offset
                        && offset <= file.lastOffset())
                .toList();
        return new StreamFiles(checkpoint == null ? List.of() : List.of(checkpoint), found);
    }

    @Override
    public synchronized List<KeyFile> keyFiles(long sinceMicros) {
        requirePresent();
        List<KeyFile> found = new ArrayList<>();
        for (Row row : rows.values()) {
            if (row.keys != null && row.state == State.LIVE && row.keys.newestMicros() >= sinceMicros) {
                found.add(row.keys);
            }
        }
        return found;
    }

    @Override
    public synchronized List<String> abandon(NodeEpoch owner, Instant now, long keysSinceMicros) {
        requirePresent();
        if (!nodes.isLatest(owner)) {
            return List.of();
        }
        rows.replaceAll((key, row) -> {
            boolean earlier = row.owner.nodeId().equals(owner.nodeId()) && row.owner.epoch() < owner.epoch();
            if (row.state == State.PENDING && (earlier || !row.deadline.isAfter(now))) {
                return row.in(State.ABANDONED);
            }
            boolean old = row.keys != null && row.keys.newestMicros() < keysSinceMicros;
            return row.state == State.LIVE && old ? row.in(State.DELETED) : row;
        });
        return Stream.concat(keys(State.ABANDONED).stream(), keys(State.DELETED).stream())
                .limit(KEYS_MAX)
                .toList();
    }

    @Override
    public synchronized void giveUp(NodeEpoch owner, List<String> keys) {
        requirePresent();
        keys.forEach(key ->
                rows.computeIfPresent(key, (same, row) -> row.isPendingOf(owner) ? row.in(State.ABANDONED) : row));
    }

    @Override
    public synchronized void forget(List<String> keys) {
        requirePresent();
        for (String key : keys) {
            rows.computeIfPresent(
                    key, (same, row) -> row.state == State.PENDING || row.state == State.LIVE ? row : null);
        }
    }

    private Stream<DataFile> dataFilesIn(State state) {
        return rows.values().stream()
                .filter(row -> row.state == state && row.data != null)
                .map(row -> Objects.requireNonNull(row.data));
    }

    private static List<String> keysOf(FlushCommit flush) {
        return Stream.concat(
                        flush.files().stream().map(DataFile::key),
                        flush.keyFiles().stream().map(KeyFile::key))
                .toList();
    }

    private static Place placeOf(Checkpoint checkpoint) {
        return new Place(checkpoint.stream(), checkpoint.partition());
    }

    private void requirePresent() {
        if (away) {
            throw new StorageException("the catalogue is away");
        }
        if (failingNext) {
            failingNext = false;
            throw new StorageException("the catalogue broke the call");
        }
    }
}
