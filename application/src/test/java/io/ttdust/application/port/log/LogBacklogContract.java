package io.ttdust.application.port.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.domain.record.LoggedBatch;
import io.ttdust.domain.record.RecordBatch;
import io.ttdust.domain.storage.Checkpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What every [LogBacklog] and its [LogReader] promise of records that are flushed; a part of [RecordLogContract].
///
/// @param <L> the log under test
public abstract class LogBacklogContract<L extends RecordLog & LogReader & LogBacklog> extends RecordLogScene<L> {

    @Test
    void theBacklogIsWhatIsDurableAndNotFlushed() throws Exception {
        L log = log();
        assertThat(log.backlog()).isEmpty();
        assertThat(log.unflushedBytes()).isZero();
        Appended first = append(log, CLICKS, 0, "a", "b");
        append(log, CLICKS, 0, "c");
        Appended other = append(log, ORDERS, 3, "d");

        PartitionBacklog clicks = backlogOf(log, CLICKS, 0);
        PartitionBacklog orders = backlogOf(log, ORDERS, 3);
        assertThat(log.backlog()).hasSize(2);
        assertThat(clicks.firstOffset()).isZero();
        assertThat(clicks.endOffset()).isEqualTo(3);
        assertThat(clicks.oldestMicros()).isEqualTo(first.receiveMicros());
        assertThat(clicks.blocksRelease()).isFalse();
        assertThat(orders.oldestMicros()).isEqualTo(other.receiveMicros());
        assertThat(clicks.bytes()).isGreaterThanOrEqualTo(3);
        assertThat(orders.bytes()).isPositive();
        assertThat(log.unflushedBytes()).isEqualTo(clicks.bytes() + orders.bytes());

        log.flushed(List.of(checkpoint(log, CLICKS, 0, 2)));
        assertThat(backlogOf(log, CLICKS, 0).firstOffset()).isEqualTo(2);
        log.flushed(List.of(checkpoint(log, CLICKS, 0, 3)));
        assertThat(log.backlog()).containsExactly(orders);
        assertThat(log.unflushedBytes()).isEqualTo(orders.bytes());

        Appended next = append(log, CLICKS, 0, "e");
        assertThat(backlogOf(log, CLICKS, 0).firstOffset()).isEqualTo(3);
        assertThat(backlogOf(log, CLICKS, 0).endOffset()).isEqualTo(4);
        assertThat(backlogOf(log, CLICKS, 0).oldestMicros()).isLessThanOrEqualTo(next.receiveMicros());

        log.flushed(List.of(checkpoint(log, CLICKS, 0, 4), checkpoint(log, ORDERS, 3, 1)));
        assertThat(log.backlog()).isEmpty();
        assertThat(log.unflushedBytes()).isZero();
    }

    @Test
    void aCheckpointThatIsNotBeyondAnEarlierOneChangesNothing() throws Exception {
        L log = log();
        append(log, CLICKS, 0, "a", "b");
        append(log, CLICKS, 0, "c");
        log.flushed(List.of(checkpoint(log, CLICKS, 0, 2)));
        List<PartitionBacklog> before = log.backlog();

        log.flushed(List.of(checkpoint(log, CLICKS, 0, 2), checkpoint(log, ORDERS, 5, 0)));
        log.flushed(List.of(checkpoint(log, CLICKS, 0, 0)));

        assertThat(log.backlog()).isEqualTo(before);
    }

    @Test
    void aCheckpointBeyondWhatIsDurableIsRefusedWithAllThatCameWithIt() throws Exception {
        L log = log();
        append(log, CLICKS, 0, "a", "b");
        List<PartitionBacklog> before = log.backlog();
        List<Checkpoint> beyond = List.of(checkpoint(log, CLICKS, 0, 1), checkpoint(log, CLICKS, 1, 1));

        assertThatThrownBy(() -> log.flushed(beyond))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("partition=1, offset=1");
        assertThatThrownBy(() -> log.flushed(List.of(checkpoint(log, CLICKS, 0, 3))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(log.backlog()).isEqualTo(before);
    }

    @Test
    void offsetsGoOnWhenEverythingIsFlushed() throws Exception {
        L log = log();
        append(log, CLICKS, 0, "a", "b");
        log.flushed(List.of(checkpoint(log, CLICKS, 0, 2)));

        assertThat(log.firstOffsetAt(CLICKS, 0, Long.MAX_VALUE)).isEqualTo(2);
        assertThat(append(log, CLICKS, 0, "c").firstOffset()).isEqualTo(2);
        assertThat(payloads(log, CLICKS, 0, 2)).containsExactly("c");
        assertThat(log.firstOffsetAt(CLICKS, 0, Long.MAX_VALUE)).isEqualTo(3);
    }

    @Test
    @Tag("F31")
    void whatAPinHoldsIsReleasedWhenItIsClosed() throws Exception {
        L log = log();
        int batches = 12;
        byte[] large = new byte[RecordLog.BATCH_BYTES_MAX];
        for (int i = 0; i < batches; i++) {
            log.append(
                            CLICKS,
                            0,
                            1,
                            RecordBatch.builder(1, large.length).add(large).build())
                    .get(50, TimeUnit.SECONDS);
        }
        LogPin pin = log.pin();
        log.flushed(List.of(checkpoint(log, CLICKS, 0, batches)));
        append(log, CLICKS, 0, "behind the pin");

        List<Long> read = new ArrayList<>();
        log.read(CLICKS, 0, 0, pin.horizon(), batch -> read.add(batch.firstOffset()));
        assertThat(read).hasSize(batches).startsWith(0L).endsWith(batches - 1L);
        assertThat(log.firstOffsetAt(CLICKS, 0, Long.MIN_VALUE)).isZero();

        pin.close();
        pin.close();
        List<LoggedBatch> left = batches(log, CLICKS, 0, 0);
        assertThat(left.getFirst().firstOffset()).isPositive();
        assertThat(left.getLast().firstOffset()).isEqualTo(batches);
        assertThat(log.firstOffsetAt(CLICKS, 0, Long.MIN_VALUE))
                .isEqualTo(left.getFirst().firstOffset());
    }

    @Test
    @Tag("F31")
    void aPinIsHeldUntilItIsClosedWhateverIsFlushedMeanwhile() throws Exception {
        L log = log();
        append(log, CLICKS, 0, "a");
        LogPin pin = log.pin();
        LogPin other = log.pin();
        assertThat(pin.isHeld()).isTrue();
        log.flushed(List.of(checkpoint(log, CLICKS, 0, 1)));
        assertThat(pin.isHeld()).isTrue();

        pin.close();

        assertThat(pin.isHeld()).isFalse();
        assertThat(other.isHeld()).isTrue();
        other.close();
        assertThat(other.isHeld()).isFalse();
    }
}
