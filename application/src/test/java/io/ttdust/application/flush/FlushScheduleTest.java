package io.ttdust.application.flush;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.application.port.log.PartitionBacklog;
import io.ttdust.domain.id.StreamId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class FlushScheduleTest {

    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final StreamId STREAM = new StreamId(new UUID(0x7000L, 0x8000_0000_0000_0000L));

    private final FlushSchedule schedule = new FlushSchedule(INTERVAL, 1 << 26, 1 << 27);

    @Test
    void aPartitionIsDueOnceItsOldestRecordHasWaited() {
        PartitionBacklog one = partition(0, 0, 100);

        assertThat(due(0, one)).isEmpty();
        assertThat(due(9, one)).isEmpty();
        assertThat(due(10, one)).containsExactly(one);
    }

    @Test
    void waitingBeginsAnewWithTheRecordAfterAFlush() {
        due(0, partition(0, 0, 100));
        PartitionBacklog flushed = partition(0, 5, 100);

        assertThat(due(10, flushed)).isEmpty();
        assertThat(due(20, flushed)).containsExactly(flushed);
    }

    @Test
    void enoughBytesAreDueAtOnce() {
        PartitionBacklog large = partition(0, 0, 1 << 26);

        assertThat(due(0, large, partition(1, 0, 100))).containsExactly(large);
    }

    @Test
    void whenMuchWaitsInAllEveryPartitionThatIsNotSmallIsDue() {
        PartitionBacklog[] middling = {
            partition(0, 0, 60 << 20), partition(1, 0, 60 << 20), partition(2, 0, 8 << 20), partition(3, 0, 100)
        };

        assertThat(due(0, middling[0], middling[1], middling[3])).isEmpty();
        assertThat(due(0, middling)).containsExactlyInAnyOrder(middling[0], middling[1], middling[2]);
    }

    @Test
    void whoWaitedLongestComesFirst() {
        PartitionBacklog first = partition(0, 0, 100);
        PartitionBacklog second = partition(1, 0, 100);
        due(0, second);
        due(1, first, second);

        assertThat(due(20, first, second)).containsExactly(second, first);
    }

    @Test
    void manySmallPartitionsWaitLongerButNotForEver() {
        List<PartitionBacklog> thousand = small(1000);
        List<PartitionBacklog> tenThousand = small(10_000);

        assertThat(due(0, thousand)).isEmpty();
        assertThat(due(49, thousand)).isEmpty();
        assertThat(due(50, thousand)).hasSize(1000);

        due(100, tenThousand);
        assertThat(due(399, tenThousand)).hasSize(1000);
        assertThat(due(400, tenThousand)).hasSize(10_000);
    }

    @Test
    void whatKeepsASegmentDoesNotWaitLonger() {
        List<PartitionBacklog> partitions = small(1000);
        PartitionBacklog keeps = new PartitionBacklog(STREAM, 5000, 0, 1, 100, 0, true);
        partitions.add(keeps);
        due(0, partitions);

        assertThat(due(10, partitions)).containsExactly(keeps);
    }

    @Test
    @Tag("F04")
    void whatCannotBeFlushedIsLeftOutForAWhileAndTheOthersAreNot() {
        PartitionBacklog broken = partition(0, 3, 1 << 26);
        PartitionBacklog sound = partition(1, 0, 1 << 26);
        assertThat(due(0, broken, sound)).containsExactly(broken, sound);

        schedule.failed(List.of(failure(0, 7)), Duration.ofSeconds(5).toNanos());

        assertThat(due(1, partition(0, 7, 1 << 26), sound))
                .as("after what could be flushed")
                .containsExactly(sound);
        assertThat(schedule.hasFailed()).isTrue();
        assertThat(due(5, partition(0, 7, 1 << 26))).hasSize(1);
        assertThat(schedule.hasFailed())
                .as("as nobody says that it was flushed")
                .isTrue();
    }

    @Test
    void whatComesIntoFilesAfterAllHasNotFailed() {
        due(0, partition(0, 3, 1 << 26));
        schedule.failed(List.of(failure(0, 7)), Duration.ofSeconds(5).toNanos());

        assertThat(due(1, partition(0, 8, 1 << 26))).hasSize(1);
        assertThat(schedule.hasFailed()).isFalse();
        schedule.failed(List.of(failure(0, 8)), Duration.ofSeconds(5).toNanos());
        assertThat(due(2)).isEmpty();
        assertThat(schedule.hasFailed()).isFalse();
    }

    private static UnflushableException failure(int partition, long offset) {
        return new UnflushableException(STREAM, partition, offset, new IllegalStateException("of its own"));
    }

    @Test
    @Tag("F15")
    void receiveTimesDoNotMatter() {
        PartitionBacklog future = new PartitionBacklog(STREAM, 0, 0, 1, 100, Long.MAX_VALUE, false);
        due(0, future);

        assertThat(due(10, future)).containsExactly(future);
    }

    private List<PartitionBacklog> due(long second, PartitionBacklog... backlog) {
        return due(second, List.of(backlog));
    }

    private List<PartitionBacklog> due(long second, List<PartitionBacklog> backlog) {
        return schedule.due(backlog, Duration.ofSeconds(second).toNanos());
    }

    private static List<PartitionBacklog> small(int count) {
        List<PartitionBacklog> partitions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            partitions.add(partition(i, 0, 100));
        }
        return partitions;
    }

    private static PartitionBacklog partition(int partition, long firstOffset, long bytes) {
        return new PartitionBacklog(STREAM, partition, firstOffset, firstOffset + 1, bytes, 0, false);
    }
}
