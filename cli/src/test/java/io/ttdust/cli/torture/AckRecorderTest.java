package io.ttdust.cli.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.cli.payload.GeneratedClicks;
import io.ttdust.cli.payload.PayloadSource;
import io.ttdust.cli.proof.AckFile;
import io.ttdust.cli.torture.AckRecorder.Acked;
import io.ttdust.proto.ingestion.v1.IngestError;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AckRecorderTest {

    @TempDir
    private Path folder = Path.of("");

    private final PayloadSource events = GeneratedClicks.sound(1, 100);

    @Test
    void writesEachRecordDownOnce() {
        Path path = folder.resolve("acks");
        try (AckFile file = AckFile.create(path)) {
            AckRecorder recorder = new AckRecorder(file, events);
            recorder.accepted(3, 0, 0, "rec_a");
            recorder.duplicate(3, 0, 0, "rec_a");
            recorder.duplicate(4, 0, 1, "rec_b");
            recorder.frameAnswered(3, 1);

            assertThat(recorder.count()).isEqualTo(2);
            assertThat(recorder.duplicates()).isEqualTo(2);
            assertThat(recorder.moved()).isZero();
            assertThat(path).content().hasLineCount(2);
            assertThat(recorder.sample(new SplittableRandom(1), 50))
                    .containsOnly(new Acked(3, "rec_a"), new Acked(4, "rec_b"));
        }
    }

    @Test
    void noticesADuplicateThatNamesAnotherOffset() {
        try (AckFile file = AckFile.create(folder.resolve("acks"))) {
            AckRecorder recorder = new AckRecorder(file, events);
            recorder.accepted(3, 0, 0, "rec_a");
            recorder.duplicate(3, 0, 7, "rec_c");

            assertThat(recorder.moved()).isOne();
            assertThat(recorder.samples())
                    .containsExactly("record 3 was acknowledged again, now at partition 0, offset 7");
        }
    }

    @Test
    void noticesASoundRecordThatIsTurnedAway() {
        try (AckFile file = AckFile.create(folder.resolve("acks"))) {
            AckRecorder recorder = new AckRecorder(file, events);
            recorder.rejected(
                    1, IngestError.newBuilder().setCode("VALIDATION_ERROR").build());
            recorder.conflict(2, IngestError.getDefaultInstance());
            recorder.refused(5, IngestError.getDefaultInstance());

            assertThat(recorder.unexpected()).isEqualTo(2);
            assertThat(recorder.refused()).isOne();
        }
    }
}
