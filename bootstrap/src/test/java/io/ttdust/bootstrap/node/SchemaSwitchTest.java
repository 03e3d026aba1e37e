package io.ttdust.bootstrap.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.application.stream.OpenStream;
import io.ttdust.bootstrap.InMemoryCore;
import io.ttdust.bootstrap.node.SharedMetadata.Server;
import io.ttdust.domain.ingest.AcceptedRun;
import io.ttdust.domain.ingest.IngestOutcome;
import io.ttdust.domain.ingest.IngestOutcome.Answered;
import io.ttdust.domain.ingest.Verdict;
import io.ttdust.domain.record.LoggedBatch;
import io.ttdust.domain.record.RecordAttributes;
import io.ttdust.domain.record.RecordBatch;
import io.ttdust.domain.schema.SchemaVersion;
import io.ttdust.domain.stream.StreamChange;
import io.ttdust.domain.stream.StreamDefinition;
import io.ttdust.domain.stream.VersionChoice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Changing the version of a stream's schema while records come in, on one server and on two over one database.
/// Version `n` of the schema takes exactly the records whose `kind` is `n`.
@Timeout(180)
class SchemaSwitchTest {

    private static final int PARTITIONS = 4;
    private static final int SENDERS = 6;
    private static final int BATCHES = 150;
    private static final int SWITCHES_MIN = 50;

    @TempDir
    private Path directory;

    /// What a sender was told: each id that was accepted, and where it lies.
    private final Map<String, String> accepted = new ConcurrentHashMap<>();
    private final Set<String> keyed = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean sending = new AtomicBoolean(true);

    private static String kind(int version) {
        return "{\"type\":\"object\",\"required\":[\"kind\"],\"properties\":{\"kind\":{\"const\":%d}}}"
                .formatted(version);
    }

    private static SchemaVersion schema(Server server) {
        return InMemoryCore.value(server.core().schemas().create().create("default", "kinds", "", kind(1), null))
                .latest();
    }

    private static void addVersion(Server through, SchemaVersion first, int version) {
        SchemaVersion added = InMemoryCore.value(through.core()
                        .schemas()
                        .addVersion()
                        .add(first.schemaId().toString(), kind(version), "NONE"))
                .version();
        assertThat(added.version()).isEqualTo(version);
    }

    private static StreamDefinition stream(Server server, SchemaVersion schema, int partitions) {
        return InMemoryCore.value(
                server.core().createStream().create("kinds", schema.schemaId().toString(), "", partitions, Map.of()));
    }

    private static OpenStream open(Server server) {
        return InMemoryCore.value(server.core().streamCatalog().find("kinds"));
    }

    private static void pin(Server server, VersionChoice choice) {
        StreamDefinition changed =
                InMemoryCore.value(server.core().updateStream().update("kinds", new StreamChange(null, null, choice)));
        assertThat(changed.versionChoice()).isEqualTo(choice);
    }

    private static RecordBatch one(int kind) {
        return RecordBatch.builder(1, 32)
                .add("{\"kind\":%d}".formatted(kind).getBytes(UTF_8))
                .build();
    }

    private static boolean takes(Server server, int kind) {
        return ((Answered) server.core()
                                .ingestRecords()
                                .ingest(open(server), one(kind))
                                .join())
                        .acceptedCount()
                == 1;
    }

    @Test
    void eachPartitionHasOneOffsetPerSwitchAndNothingIsLostOrDoubled() throws Exception {
        long seed = System.nanoTime();
        try (SharedMetadata metadata = SharedMetadata.start(directory)) {
            Server server = metadata.open("a");
            SchemaVersion first = schema(server);
            addVersion(server, first, 2);
            StreamDefinition stream = stream(server, first, PARTITIONS);
            List<Thread> senders = new ArrayList<>();
            for (int i = 0; i < SENDERS; i++) {
                int number = i;
                senders.add(Thread.ofPlatform().start(() -> send(server, number, new Random(seed + number))));
            }
            Thread end = Thread.ofPlatform().start(() -> {
                senders.forEach(SchemaSwitchTest::join);
                sending.set(false);
            });

            int switches = switchBackAndForth(server);
            end.join();

            assertThat(wrong).as("seed %d", seed).isEmpty();
            assertThat(switches).isGreaterThanOrEqualTo(SWITCHES_MIN);
            verify(server, stream, switches, seed);
        }
    }

    /// After each change, the one record that fits is accepted and the other is not: nothing in between is stale.
    private int switchBackAndForth(Server server) {
        int switches = 0;
        while (sending.get() || switches < SWITCHES_MIN) {
            int version = 1 + switches % 2;
            pin(server, version == 2 && switches % 4 == 1 ? VersionChoice.LATEST : new VersionChoice.Pinned(version));
            switches++;
            assertThat(takes(server, version)).as("version %d", version).isTrue();
            assertThat(takes(server, 3 - version)).as("version %d", version).isFalse();
        }
        return switches;
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void send(Server server, int sender, Random random) {
        try {
            for (int i = 0; i < BATCHES; i++) {
                String prefix = sender + "-" + i + "-";
                int form = random.nextInt(4);
                if (form == 0) {
                    sendAtomically(server, prefix, 1 + random.nextInt(2));
                } else {
                    sendMixed(server, prefix, form == 1, random);
                }
            }
        } catch (RuntimeException | AssertionError e) {
            wrong.add(e.toString());
        }
    }

    private void sendAtomically(Server server, String prefix, int kind) {
        RecordBatch.Builder batch = RecordBatch.builder(4, 64);
        List<String> ids = new ArrayList<>();
        for (int k = 0; k < 4; k++) {
            ids.add(prefix + k);
            keyed.add(prefix + k);
            batch.add(
                    payload(kind, prefix + k),
                    new RecordAttributes(prefix + k, prefix, Map.of(), RecordAttributes.NO_EVENT_TIME));
        }
        RecordBatch all = batch.build();
        OpenStream stream = open(server);
        IngestOutcome outcome =
                server.core().ingestRecords().ingestAtomically(stream, all).join();
        if (outcome instanceof Answered answered && note(answered, ids) != 4) {
            wrong.add("an atomic batch was accepted in part: " + answered);
        }
    }

    /// Records of both kinds; keyed ones are sent twice, by two calls at once.
    private void sendMixed(Server server, String prefix, boolean withKeys, Random random) {
        RecordBatch.Builder batch = RecordBatch.builder(8, 64);
        List<String> ids = new ArrayList<>();
        for (int k = 0; k < 8; k++) {
            String id = prefix + k;
            ids.add(id);
            if (withKeys) {
                keyed.add(id);
                batch.add(payload(1 + random.nextInt(2), id), RecordAttributes.ofKey(id));
            } else {
                batch.add(
                        payload(1 + random.nextInt(2), id),
                        new RecordAttributes(null, id, Map.of(), RecordAttributes.NO_EVENT_TIME));
            }
        }
        RecordBatch all = batch.build();
        OpenStream stream = open(server);
        CompletableFuture<IngestOutcome> first = server.core().ingestRecords().ingest(stream, all);
        if (withKeys) {
            note((Answered) server.core().ingestRecords().ingest(stream, all).join(), ids);
        }
        note((Answered) first.join(), ids);
    }

    private static byte[] payload(int kind, String id) {
        return "{\"kind\":%d,\"id\":\"%s\"}".formatted(kind, id).getBytes(UTF_8);
    }

    private int note(Answered answered, List<String> ids) {
        for (AcceptedRun run : answered.accepted()) {
            for (int k = 0; k < run.count(); k++) {
                String id = ids.get(run.firstIndex() + k);
                String place = run.partition() + ":" + (run.firstOffset() + k);
                String before = accepted.put(id, place);
                if (before != null) {
                    wrong.add("accepted twice: %s at %s and %s".formatted(id, before, place));
                }
            }
        }
        answered.others().stream()
                .filter(other ->
                        !(other.verdict() instanceof Verdict.Rejected) && !keyed.contains(ids.get(other.index())))
                .forEach(other -> wrong.add("a record without a key was " + other));
        return answered.acceptedCount();
    }

    private void verify(Server server, StreamDefinition stream, int switches, long seed) {
        Map<String, String> stored = new HashMap<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            List<LoggedBatch> batches = new ArrayList<>();
            server.log().read(stream.id(), partition, 0, server.log().horizon(), batches::add);
            long expected = 0;
            int runs = 0;
            int version = 0;
            for (LoggedBatch batch : batches) {
                assertThat(batch.firstOffset()).isEqualTo(expected);
                expected = batch.endOffset();
                runs += batch.schemaVersion() == version ? 0 : 1;
                version = batch.schemaVersion();
                collect(batch, stored, seed);
            }
            assertThat(runs).as("runs of one version, seed %d", seed).isBetween(2, switches + 1);
        }
        assertThat(stored).as("seed %d", seed).isEqualTo(accepted);
    }

    private static void collect(LoggedBatch batch, Map<String, String> stored, long seed) {
        for (int i = 0; i < batch.records().size(); i++) {
            String text = UTF_8.decode(batch.records().payload(i)).toString();
            assertThat(text).as("seed %d", seed).startsWith("{\"kind\":" + batch.schemaVersion());
            int id = text.indexOf("\"id\":\"");
            if (id > 0) {
                String place = batch.partition() + ":" + (batch.firstOffset() + i);
                assertThat(stored.put(text.substring(id + 6, text.length() - 2), place))
                        .as("stored twice, seed %d", seed)
                        .isNull();
            }
        }
    }

    @Test
    void whatChangesThroughOneServerIsInForceAtTheOtherWithinASecond() throws Exception {
        try (SharedMetadata metadata = SharedMetadata.start(directory)) {
            Server here = metadata.open("a");
            Server there = metadata.open("b");
            SchemaVersion first = schema(here);
            stream(here, first, 1);
            assertThat(takes(there, 1)).isTrue();

            addVersion(here, first, 2);
            assertThat(takes(here, 2)).isTrue();
            awaitVersion(there, 2);
            assertThat(takes(there, 2)).isTrue();

            pin(here, new VersionChoice.Pinned(1));
            assertThat(takes(here, 1)).isTrue();
            awaitVersion(there, 1);
            addVersion(there, first, 3);
            pin(there, VersionChoice.LATEST);
            assertThat(takes(there, 3)).isTrue();
            awaitVersion(here, 3);
        }
    }

    private static void awaitVersion(Server server, int version) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        while (open(server).epoch().version() != version) {
            assertThat(System.nanoTime() - deadline).as("nanoseconds late").isNegative();
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    @Tag("F20")
    void recordsAreTakenUnderTheVersionThatIsKnownWhileTheStoreIsAway() throws Exception {
        try (SharedMetadata metadata = SharedMetadata.start(directory)) {
            Server server = metadata.open("a");
            SchemaVersion first = schema(server);
            addVersion(server, first, 2);
            stream(server, first, 1);

            metadata.goAway();
            long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1500);
            int taken = 0;
            while (System.nanoTime() - until < 0) {
                assertThat(takes(server, 2)).isTrue();
                assertThat(takes(server, 1)).isFalse();
                taken++;
            }

            assertThat(taken).isPositive();
        }
    }
}
