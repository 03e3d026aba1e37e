package io.ttdust.cli.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.cli.payload.GeneratedClicks;
import io.ttdust.cli.payload.PayloadSource;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ReadBackTest {

    private final PayloadSource sent = GeneratedClicks.sound(1, 100);
    private final AckedRecords acked = new AckedRecords();

    @Test
    void findsNothingWrongWhenEveryRecordIsThereOnce() {
        acked.put(0, 0, 0);
        acked.put(2, 0, 1);
        acked.put(1, 3, 0);
        ReadBack readBack = new ReadBack(acked, sent);

        readBack.read(0, 0, sent.payload(0));
        readBack.read(3, 0, sent.payload(1));
        readBack.read(0, 1, sent.payload(2));

        assertThat(readBack.findings().isPerfect()).isTrue();
        assertThat(readBack.findings().read()).isEqualTo(3);
        assertThat(readBack.findings().samples()).isEmpty();
    }

    @Test
    void countsAnAcknowledgedRecordThatIsNotThereAsLost() {
        acked.put(0, 0, 0);
        acked.put(1, 0, 1);
        acked.put(2, 0, 2);
        ReadBack readBack = new ReadBack(acked, sent);

        readBack.read(0, 1, sent.payload(1));

        Findings findings = readBack.findings();
        assertThat(findings.lost()).isEqualTo(2);
        assertThat(findings.gaps()).isZero();
        assertThat(findings.isSound()).isFalse();
        assertThat(findings.samples()).anyMatch(sample -> sample.contains("record 2"));
    }

    @Test
    void countsAllOfAPartitionThatIsNotThereAsLost() {
        acked.put(0, 5, 0);

        assertThat(new ReadBack(acked, sent).findings().lost()).isOne();
    }

    @Test
    void countsARecordThatIsReadTwiceAsDoubled() {
        acked.put(0, 0, 0);
        ReadBack readBack = new ReadBack(acked, sent);

        readBack.read(0, 0, sent.payload(0));
        readBack.read(0, 0, sent.payload(0));

        assertThat(readBack.findings().doubled()).isOne();
        assertThat(readBack.findings().isSound()).isFalse();
    }

    @Test
    void countsOtherBytesAsAlteredAndLost() {
        acked.put(0, 0, 0);
        ReadBack readBack = new ReadBack(acked, sent);
        byte[] altered = sent.payload(0);
        altered[altered.length - 1] ^= 1;

        readBack.read(0, 0, altered);

        assertThat(readBack.findings().altered()).isOne();
        assertThat(readBack.findings().lost()).isOne();
    }

    @Test
    void setsARecordAsideThatNobodyAcknowledged() {
        acked.put(0, 0, 0);
        ReadBack readBack = new ReadBack(acked, sent);

        readBack.read(0, 0, sent.payload(0));
        readBack.read(0, 1, sent.payload(1));

        Findings findings = readBack.findings();
        assertThat(findings.isSound()).isTrue();
        assertThat(findings.isPerfect()).isFalse();
        assertThat(findings.unclaimed()).hasSize(1);
        assertThat(StandardCharsets.UTF_8
                        .decode(findings.unclaimed().getFirst().payload())
                        .toString())
                .isEqualTo(new String(sent.payload(1), StandardCharsets.UTF_8));
    }

    @Test
    void countsOffsetsThatHoldNothingAsGaps() {
        acked.put(0, 0, 0);
        acked.put(1, 0, 3);
        ReadBack readBack = new ReadBack(acked, sent);

        readBack.read(0, 0, sent.payload(0));
        readBack.read(0, 3, sent.payload(1));

        assertThat(readBack.findings().gaps()).isEqualTo(2);
        assertThat(readBack.findings().isSound()).isFalse();
    }

    @Test
    void noticesAnOffsetThatComesAfterALargerOne() {
        acked.put(0, 0, 0);
        acked.put(1, 0, 1);
        ReadBack readBack = new ReadBack(acked, sent);

        readBack.read(0, 1, sent.payload(1));
        readBack.read(0, 0, sent.payload(0));

        assertThat(readBack.findings().disordered()).isOne();
        assertThat(readBack.findings().isSound()).isFalse();
    }

    @Test
    void countsOnePlaceForTwoRecordsAsDoubled() {
        acked.put(0, 0, 0);
        acked.put(1, 0, 0);
        ReadBack readBack = new ReadBack(acked, sent);

        readBack.read(0, 0, sent.payload(0));

        assertThat(readBack.findings().doubled()).isOne();
    }

    @Test
    void tellsARepeatedAcknowledgementFromOneOfAnotherPlace() {
        assertThat(acked.put(7, 1, 5)).isEqualTo(AckedRecords.Claim.FIRST);
        assertThat(acked.put(7, 1, 5)).isEqualTo(AckedRecords.Claim.REPEATED);
        assertThat(acked.put(7, 0, 5)).isEqualTo(AckedRecords.Claim.ELSEWHERE);
        assertThat(acked.put(7, 1, 6)).isEqualTo(AckedRecords.Claim.ELSEWHERE);
        assertThat(acked.count()).isOne();
        assertThat(acked.contains(7)).isTrue();
        assertThat(acked.contains(6)).isFalse();
    }
}
