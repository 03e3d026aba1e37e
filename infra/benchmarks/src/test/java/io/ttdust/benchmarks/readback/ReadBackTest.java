package io.ttdust.benchmarks.readback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import io.ttdust.benchmarks.events.ClickEvents;
import io.ttdust.benchmarks.report.FailedRunException;
import io.ttdust.proto.query.v1.Record;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadBackTest {

    private static final int RECORDS = 40;
    private static final Instant BEGUN = Instant.parse("2026-05-01T12:00:00Z");
    private static final Duration BETWEEN = Duration.ofMillis(500);

    private final List<byte[]> events = ClickEvents.generate(1, RECORDS / 2);
    private final QueryFake server = new QueryFake();

    @BeforeEach
    void storeEveryEventTwice() {
        for (int i = 0; i < RECORDS; i++) {
            server.records().add(record(i, events.get(i % events.size())));
        }
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void countsTheRecordsOfAllPagesAndSlices() throws InterruptedException {
        assertThat(count()).isEqualTo(RECORDS);
    }

    @Test
    void countsNothingWhereNothingIs() throws InterruptedException {
        server.records().clear();

        assertThat(count()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 19, 20, 21, 38})
    void findsARecordThatIsMissing(int missing) {
        server.records().remove(missing);

        assertThatExceptionOfType(FailedRunException.class)
                .isThrownBy(this::count)
                .withMessage("record %d of stream clicks has sequence number %d", missing, missing + 1);
    }

    @Test
    void findsARecordThatIsThereTwice() {
        server.records().add(8, server.records().get(7));

        assertThatExceptionOfType(FailedRunException.class)
                .isThrownBy(this::count)
                .withMessage("record 8 of stream clicks has sequence number 7");
    }

    @Test
    void findsAChangedPayload() {
        byte[] changed = events.get(9).clone();
        changed[changed.length - 20] ^= 1;
        server.records().set(9, record(9, changed));

        assertThatExceptionOfType(FailedRunException.class)
                .isThrownBy(this::count)
                .withMessageStartingWith("record 9 of stream clicks is not what was sent");
    }

    @Test
    void findsAPayloadThatNobodySent() {
        server.records().set(9, record(9, new byte[] {'{', '}'}));

        assertThatExceptionOfType(FailedRunException.class)
                .isThrownBy(this::count)
                .withMessage("record 9 of stream clicks is not what was sent: {}");
    }

    private long count() throws InterruptedException {
        return new ReadBack(
                        List.of(new ReadBack.Source("clicks", server.channel())),
                        events,
                        BEGUN,
                        BEGUN.plus(BETWEEN.multipliedBy(RECORDS)))
                .count();
    }

    private static Record record(int number, byte[] payload) {
        Instant received = BEGUN.plus(BETWEEN.multipliedBy(number));
        return Record.newBuilder()
                .setRecordId("rec_" + number)
                .setSequenceNumber(number)
                .setTimestampUnixMicros(ChronoUnit.MICROS.between(Instant.EPOCH, received))
                .setPayload(ByteString.copyFrom(payload))
                .build();
    }
}
