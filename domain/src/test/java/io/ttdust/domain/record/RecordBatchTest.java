package io.ttdust.domain.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordBatchTest {

    @Test
    void keepsPayloadsInOrderBeyondTheSizeItWasBuiltFor() {
        RecordBatch.Builder builder = RecordBatch.builder(1, 2);
        for (int i = 0; i < 100; i++) {
            builder.add(("payload " + i).getBytes(UTF_8));
        }

        RecordBatch batch = builder.build();

        assertThat(batch.size()).isEqualTo(100);
        assertThat(text(batch, 0)).isEqualTo("payload 0");
        assertThat(text(batch, 99)).isEqualTo("payload 99");
        assertThat(batch.payloadBytes()).isEqualTo(10 * 9 + 90 * 10);
    }

    @Test
    void givesRecordsWithoutAttributesTheEmptyOnes() {
        RecordBatch batch = RecordBatch.builder(1, 8)
                .add("a".getBytes(UTF_8))
                .add("b".getBytes(UTF_8), RecordAttributes.ofKey("k"))
                .add("c".getBytes(UTF_8))
                .build();

        assertThat(batch.attributes(0)).isEqualTo(RecordAttributes.NONE);
        assertThat(batch.attributes(1).idempotencyKey()).isEqualTo("k");
        assertThat(batch.attributes(2)).isEqualTo(RecordAttributes.NONE);
    }

    @Test
    void selectsRecordsWithTheirAttributes() {
        RecordBatch batch = RecordBatch.builder(3, 8)
                .add("a".getBytes(UTF_8))
                .add("b".getBytes(UTF_8), RecordAttributes.ofKey("k"))
                .add("cc".getBytes(UTF_8))
                .build();

        RecordBatch selected = batch.select(new int[] {1, 2});

        assertThat(selected.size()).isEqualTo(2);
        assertThat(text(selected, 0)).isEqualTo("b");
        assertThat(text(selected, 1)).isEqualTo("cc");
        assertThat(selected.attributes(0).idempotencyKey()).isEqualTo("k");
        assertThat(selected.payloadBytes()).isEqualTo(3);
    }

    @Test
    void handsOutReadOnlyViews() {
        ByteBuffer view = RecordBatch.builder(1, 1).add(new byte[] {1}).build().payload(0);

        assertThatThrownBy(() -> view.put(0, (byte) 2)).isInstanceOf(ReadOnlyBufferException.class);
    }

    @Test
    void refusesTablesThatPointOutsideTheBytes() {
        assertThatThrownBy(() -> RecordBatch.over(new byte[3], new int[] {0}, new int[] {4}, null))
                .hasMessageContaining("[0, 4) of 3 bytes");
        assertThatThrownBy(() -> RecordBatch.over(new byte[3], new int[] {2}, new int[] {1}, null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RecordBatch.over(new byte[3], new int[] {-1}, new int[] {1}, null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void fingerprintsTellPayloadPartitionKeyAndEventTimeApart() {
        RecordAttributes none = RecordAttributes.NONE;
        RecordAttributes partition = new RecordAttributes(null, "b", Map.of(), RecordAttributes.NO_EVENT_TIME);
        RecordAttributes time = new RecordAttributes(null, null, Map.of(), 7);
        RecordAttributes metadata = new RecordAttributes(null, null, Map.of("a", "b"), RecordAttributes.NO_EVENT_TIME);
        RecordBatch batch = RecordBatch.builder(6, 8)
                .add("ab".getBytes(UTF_8), none)
                .add("a".getBytes(UTF_8), partition)
                .add("ab".getBytes(UTF_8), time)
                .add("ab".getBytes(UTF_8), metadata)
                .add("ac".getBytes(UTF_8), none)
                .build();

        assertThat(batch.fingerprint(0)).isEqualTo(batch.fingerprint(3));
        assertThat(java.util.Set.of(
                        batch.fingerprint(0), batch.fingerprint(1), batch.fingerprint(2), batch.fingerprint(4)))
                .hasSize(4);
    }

    @Test
    void fingerprintsAreMadeOnceAndGoAlongWithASelection() {
        RecordBatch batch = RecordBatch.builder(3, 8)
                .add("a".getBytes(UTF_8))
                .add("b".getBytes(UTF_8), RecordAttributes.ofKey("k"))
                .add("c".getBytes(UTF_8), RecordAttributes.ofKey("l"))
                .build();
        RecordBatch early = batch.select(new int[] {2, 0, 1});

        BodyFingerprint made = batch.fingerprint(1);
        RecordBatch late = batch.select(new int[] {2, 0, 1});

        assertThat(batch.fingerprint(1)).isSameAs(made);
        assertThat(late.fingerprint(2)).isSameAs(made);
        assertThat(late.fingerprint(0)).isSameAs(batch.fingerprint(2));
        assertThat(late.fingerprint(1)).isEqualTo(batch.fingerprint(0));
        assertThat(early.fingerprint(2)).isEqualTo(made);
    }

    @Test
    void fingerprintsThatAreKnownAreTakenAsTheyAre() {
        BodyFingerprint known = new BodyFingerprint(1, 2);
        RecordAttributes[] attributes = {RecordAttributes.NONE, RecordAttributes.ofKey("k")};
        RecordBatch batch = RecordBatch.over(
                new byte[2], new int[] {0, 1}, new int[] {1, 2}, attributes, new BodyFingerprint[] {null, known});

        assertThat(batch.fingerprint(1)).isSameAs(known);
        assertThat(batch.fingerprint(0)).isNotEqualTo(known);
        assertThatThrownBy(() -> RecordBatch.over(
                        new byte[2], new int[] {0, 1}, new int[] {1, 2}, attributes, new BodyFingerprint[] {known}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String text(RecordBatch batch, int index) {
        return UTF_8.decode(batch.payload(index)).toString();
    }
}
