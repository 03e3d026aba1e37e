package io.ttdust.application.ingest;

import static io.ttdust.application.ingest.TestIngest.batch;
import static io.ttdust.application.ingest.TestIngest.keyed;
import static io.ttdust.application.ingest.TestIngest.keys;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.application.port.StorageFullException;
import io.ttdust.domain.ingest.AcceptedRun;
import io.ttdust.domain.ingest.IngestOutcome.Answered;
import io.ttdust.domain.ingest.IngestOutcome.Other;
import io.ttdust.domain.ingest.Verdict;
import io.ttdust.domain.record.RecordAttributes;
import io.ttdust.domain.record.RecordBatch;
import io.ttdust.domain.stream.PartitionKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PartitionsTest {

    @Test
    void aRecordGoesToThePartitionOfItsPartitionKeyOrElseOfItsIdempotencyKey() {
        TestIngest ingest = new TestIngest(4);
        RecordBatch batch = RecordBatch.builder(3, 8)
                .add("a".getBytes(UTF_8), keys("order/42", "user-1"))
                .add("b".getBytes(UTF_8), keys("order/42b", "user-2"))
                .add("c".getBytes(UTF_8), keys("order/42c", "order/42"))
                .add("d".getBytes(UTF_8), RecordAttributes.ofKey("Größe"))
                .build();

        Answered answered = ingest.answered(batch);

        assertThat(answered.accepted()).extracting(AcceptedRun::partition).containsExactly(3, 0, 2);
        assertThat(ingest.logged(3)).containsExactly("a", "b");
        assertThat(ingest.logged(0)).containsExactly("c");
        assertThat(ingest.logged(2)).containsExactly("d");
    }

    @Test
    void recordsWithoutAKeyGoToOnePartitionTogetherAndTheNextBatchToTheNext() {
        TestIngest ingest = new TestIngest(3);

        for (int i = 0; i < 6; i++) {
            ingest.answered(batch(i + "a", i + "b"));
        }
        RecordBatch mixed = RecordBatch.builder(3, 8)
                .add("6a".getBytes(UTF_8))
                .add("k".getBytes(UTF_8), keys(null, "a key of 1"))
                .add("6b".getBytes(UTF_8))
                .build();
        ingest.answered(mixed);

        assertThat(ingest.logged(0)).contains("0a", "0b", "3a", "3b", "6a", "6b");
        assertThat(ingest.logged(1)).contains("1a", "1b", "4a", "4b");
        assertThat(ingest.logged(2)).contains("2a", "2b", "5a", "5b");
    }

    @Test
    void everyRecordOfAManyColouredCallIsAnsweredOnceAndLiesWhereTheAnswerSays() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        TestIngest ingest = new TestIngest(7);
        Map<Integer, List<String>> expected = new HashMap<>();
        int number = 0;
        for (int round = 0; round < 40; round++) {
            int size = 1 + random.nextInt(60);
            RecordBatch.Builder builder = RecordBatch.builder(size, 64);
            List<String> payloads = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                String payload = number++ + (random.nextInt(8) == 0 ? "!" : "");
                String idempotencyKey = random.nextInt(3) == 0 ? "k" + random.nextInt(300) : null;
                String partitionKey = random.nextInt(3) == 0 ? "p" + random.nextInt(20) : null;
                builder.add(payload.getBytes(UTF_8), keys(idempotencyKey, partitionKey));
                payloads.add(payload);
            }

            Answered answered = ingest.answered(builder.build());

            int[] answers = new int[size];
            for (AcceptedRun run : answered.accepted()) {
                List<String> partition = expected.computeIfAbsent(run.partition(), first -> new ArrayList<>());
                for (int i = 0; i < run.count(); i++) {
                    answers[run.firstIndex() + i]++;
                    assertThat(run.firstOffset() + i).as("seed %d", seed).isEqualTo(partition.size());
                    partition.add(payloads.get(run.firstIndex() + i));
                }
            }
            answered.others().forEach(other -> answers[other.index()]++);
            assertThat(answers).as("seed %d", seed).containsOnly(1);
            assertThat(answered.accepted())
                    .as("seed %d", seed)
                    .isSortedAccordingTo(Comparator.comparingInt(AcceptedRun::firstIndex));
        }
        for (int partition = 0; partition < 7; partition++) {
            assertThat(ingest.logged(partition))
                    .as("seed %d", seed)
                    .isEqualTo(expected.getOrDefault(partition, List.of()));
        }
        assertThat(ingest.backpressure.inFlightBytes()).isZero();
    }

    @Test
    @Tag("B18")
    void aDuplicateIsFoundInWhicheverPartitionItLies() {
        TestIngest ingest = new TestIngest(16);
        ingest.answered(keyed("user-1", "user-2", "order/42"));

        Answered again = ingest.answered(keyed("order/42", "user-2", "user-1"));

        assertThat(again.accepted()).isEmpty();
        assertThat(again.others())
                .extracting(Other::verdict)
                .extracting(verdict -> ((Verdict.Duplicate) verdict).partition())
                .containsExactly(4, 11, 3);
    }

    @Test
    void eachPartitionGetsAppendsItCanTake() {
        TestIngest ingest = new TestIngest(2);
        String mega = "m".repeat(1 << 20);
        RecordBatch.Builder builder = RecordBatch.builder(14, 14 << 20);
        for (int i = 0; i < 14; i++) {
            builder.add((i + mega.substring(2)).getBytes(UTF_8), keys(null, i % 2 == 0 ? "user-1" : "order/42"));
        }

        Answered answered = ingest.answered(builder.build());

        assertThat(answered.acceptedCount()).isEqualTo(14);
        assertThat(PartitionKey.partitionOf("user-1", 2)).isEqualTo(1);
        assertThat(ingest.logged(1))
                .extracting(text -> Integer.parseInt(text.substring(0, text.indexOf('m'))))
                .containsExactly(0, 2, 4, 6, 8, 10, 12);
        assertThat(ingest.logged(0)).hasSize(7);
    }

    @Test
    @Tag("F07")
    void aPartitionWithoutRoomTakesNothingFromTheOthers() {
        TestIngest ingest = new TestIngest(4);
        ingest.log.failNextAppend(new StorageFullException("no room"));

        Answered answered = ingest.answered(keyed("user-1", "order/42", "user-2"));

        // Partition 0 is the first to be appended to.
        assertThat(answered.accepted()).hasSize(2);
        assertThat(answered.others()).extracting(Other::index).containsExactly(1);
        assertThat(ingest.answered(keyed("order/42")).acceptedCount()).isOne();
    }
}
