package io.ttdust.application.ingest;

import io.ttdust.application.ingest.KeyState.Free;
import io.ttdust.application.ingest.KeyState.InFlight;
import io.ttdust.application.ingest.KeyState.KeyPlace;
import io.ttdust.application.ingest.KeyState.NoRoom;
import io.ttdust.application.ingest.KeyState.Used;
import io.ttdust.application.keyfile.KeyFileFormat;
import io.ttdust.application.keyfile.KeyHash;
import io.ttdust.application.keyfile.KeyHasher;
import io.ttdust.domain.record.BodyFingerprint;
import io.ttdust.domain.record.LoggedBatch;
import io.ttdust.domain.record.Micros;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The idempotency keys of the last 24 hours: each counts once. Safe for all threads.
///
/// Kept in memory and filled at start, first from the key files, which every flush writes ([RestoreKeys]), then
/// from what the log still holds ([#restore]), so keys outlive a restart and the log. A key is reserved between
/// its validation and the sync of its record; whoever comes with the same key meanwhile waits for that outcome.
/// After an append of unknown outcome the reservation stays until recovery decides.
///
/// Bounded in number: a table that is full of keys younger than 24 hours refuses further keyed records.
public final class IdempotencyKeys {

    /// An average of 23 keyed records a second, all day; 48 bytes in a table that is 30 to 60 % full.
    public static final int KEYS_MAX_DEFAULT = 2_000_000;

    /// How long a key counts.
    public static final long LIFETIME_MICROS = TimeUnit.HOURS.toMicros(24);

    /// Forgetting looks at every key, so a full table is not searched for expired ones more often.
    private static final long EXPIRY_MICROS = TimeUnit.SECONDS.toMicros(10);

    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final KeyHasher hasher = new KeyHasher();
    private final KeyTables tables;
    private final Map<KeyHash, Reservation> reserved = new HashMap<>();

    private long nextExpiryMicros = Long.MIN_VALUE;

    private record Reservation(BodyFingerprint print, CompletableFuture<@Nullable KeyPlace> settled) {}

    /// Holds at most `keysMax` keys.
    public IdempotencyKeys(InstantSource clock, int keysMax) {
        this.clock = clock;
        this.tables = new KeyTables(keysMax);
    }

    /// Takes in the keys of a batch that the log recovered. Keys older than 24 hours are left out.
    public void restore(LoggedBatch batch) {
        if (batch.receiveMicros() < nowMicros() - LIFETIME_MICROS) {
            return;
        }
        lock.lock();
        try {
            for (int i = 0; i < batch.records().size(); i++) {
                String key = batch.records().attributes(i).idempotencyKey();
                if (key != null) {
                    remember(
                            hasher.of(batch.stream(), key),
                            batch.records().fingerprint(i),
                            new KeyPlace(batch.partition(), batch.firstOffset() + i, batch.receiveMicros()));
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /// Takes in the keys of a key file. Keys older than 24 hours are left out.
    ///
    /// @throws io.ttdust.application.port.StorageException if it is damaged
    void restore(String name, ByteBuffer keyFile) {
        long oldest = nowMicros() - LIFETIME_MICROS;
        lock.lock();
        try {
            KeyFileFormat.decode(name, keyFile, key -> {
                if (key[5] >= oldest) {
                    tables.put(new KeyHash(key[0], key[1]), key[2], key[3], key[4], key[5]);
                }
            });
        } finally {
            lock.unlock();
        }
    }

    KeyState lookUp(KeyHash key, BodyFingerprint print) {
        lock.lock();
        try {
            return stateOf(key, print);
        } finally {
            lock.unlock();
        }
    }

    /// Reserves the key if it is free; then, and only then, the caller must [#settle] it or [#release] it or
    /// [#abandon] it.
    KeyState reserve(KeyHash key, BodyFingerprint print) {
        lock.lock();
        try {
            KeyState state = stateOf(key, print);
            if (!(state instanceof Free)) {
                return state;
            }
            if (tables.isFull() && nowMicros() >= nextExpiryMicros) {
                nextExpiryMicros = nowMicros() + EXPIRY_MICROS;
                tables.removeBefore(nowMicros() - LIFETIME_MICROS);
            }
            if (tables.isFull()) {
                return new NoRoom(untilRoom());
            }
            reserved.put(key, new Reservation(print, new CompletableFuture<>()));
            return state;
        } finally {
            lock.unlock();
        }
    }

    /// The records of reserved keys are durable, one after another from `first` on. Whoever waits for one of them
    /// hears of it once all are remembered, and without holding up other callers.
    ///
    /// @param appended the records' keys; null where a record has none
    void settle(@Nullable KeyHash[] appended, KeyPlace first) {
        @Nullable Reservation[] settled = new Reservation[appended.length];
        lock.lock();
        try {
            for (int i = 0; i < appended.length; i++) {
                KeyHash key = appended[i];
                if (key != null) {
                    Reservation reservation = ours(key);
                    remember(key, reservation.print(), first.plus(i));
                    reserved.remove(key);
                    settled[i] = reservation;
                }
            }
        } finally {
            lock.unlock();
        }
        for (int i = 0; i < settled.length; i++) {
            Reservation reservation = settled[i];
            if (reservation != null) {
                reservation.settled().complete(first.plus(i));
            }
        }
    }

    /// The record of a reserved key was certainly not written: the key is free again.
    void release(KeyHash key) {
        CompletableFuture<@Nullable KeyPlace> waiters;
        lock.lock();
        try {
            waiters = ours(key).settled();
            reserved.remove(key);
        } finally {
            lock.unlock();
        }
        waiters.complete(null);
    }

    /// Nobody knows whether the record of a reserved key was written: the key stays reserved until a restart
    /// decides.
    void abandon(KeyHash key, Throwable cause) {
        CompletableFuture<@Nullable KeyPlace> waiters;
        lock.lock();
        try {
            waiters = ours(key).settled();
        } finally {
            lock.unlock();
        }
        waiters.completeExceptionally(cause);
    }

    /// Keys remembered now.
    public int size() {
        lock.lock();
        try {
            return tables.size();
        } finally {
            lock.unlock();
        }
    }

    private KeyState stateOf(KeyHash key, BodyFingerprint print) {
        Reservation reservation = reserved.get(key);
        if (reservation != null) {
            return new InFlight(
                    reservation.settled(),
                    reservation.print().equals(print) ? InFlight.Body.SAME : InFlight.Body.OTHER);
        }
        KeyTable table = tables.of(key);
        int slot = table.find(key.high(), key.low());
        if (slot < 0 || table.micros(slot) < nowMicros() - LIFETIME_MICROS) {
            return KeyState.FREE;
        }
        return table.hasPrint(slot, print.high(), print.low())
                ? new Used(new KeyPlace(table.partition(slot), table.offset(slot), table.micros(slot)))
                : KeyState.CONFLICTING;
    }

    private void remember(KeyHash key, BodyFingerprint print, KeyPlace place) {
        tables.put(
                key,
                print.high(),
                print.low(),
                KeyFileFormat.place(place.partition(), place.offset()),
                place.receiveMicros());
    }

    /// How long until the key used longest ago is forgotten.
    private Duration untilRoom() {
        long micros = tables.oldestMicros() + LIFETIME_MICROS - nowMicros();
        return Duration.ofSeconds(Math.max(1, TimeUnit.MICROSECONDS.toSeconds(micros)));
    }

    private Reservation ours(KeyHash key) {
        Reservation reservation = reserved.get(key);
        if (reservation == null) {
            throw new IllegalStateException("the key is not reserved: " + key);
        }
        return reservation;
    }

    private long nowMicros() {
        return Micros.of(clock.instant());
    }
}
