package io.ttdust.adapters.wal.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.adapters.wal.file.DiskFullException;
import io.ttdust.adapters.wal.file.LogFiles;
import io.ttdust.adapters.wal.file.SimulatedDisk;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SparesTest {

    private static final int BYTES = 8192;

    private final SimulatedDisk disk = new SimulatedDisk();
    private final LogFiles files = disk.mount();

    @Test
    void eachTakerGetsAFileOfItsOwn() throws IOException {
        Set<String> taken = new HashSet<>();
        try (Spares spares = Spares.open(files, BYTES, 3)) {
            for (int i = 0; i < 20; i++) {
                String name = spares.take();
                assertThat(taken.add(name)).as(name).isTrue();
                assertThat(disk.bytes(name)).hasSize(BYTES);
            }
        }
        assertThat(disk.names()).hasSizeBetween(20, 23);
    }

    @Test
    void whatAnEarlierLogLeftIsUsedAndTheRestRemoved() throws IOException {
        disk.put("spare-7", new byte[BYTES]);
        disk.put("spare-8", new byte[BYTES / 2]);
        disk.put("spare-other", new byte[BYTES]);
        disk.put("spare-9", new byte[BYTES]);
        try (Spares spares = Spares.open(files, BYTES, 2)) {
            assertThat(disk.names()).containsExactly("spare-7", "spare-9", "spare-other");
            assertThat(spares.take()).isEqualTo("spare-7");
            assertThat(spares.take()).isEqualTo("spare-9");
            assertThat(spares.take()).isEqualTo("spare-10");
        }
    }

    @Test
    void aFileNoLongerNeededIsRecycledWhileThereIsUseForIt() throws IOException {
        disk.put("spare-1", new byte[BYTES]);
        disk.put("of another size", new byte[BYTES - 1]);
        disk.put("old", new byte[BYTES]);
        disk.put("one too many", new byte[BYTES]);
        try (Spares spares = Spares.open(files, BYTES, 2)) {
            spares.recycle("of another size");
            assertThat(disk.names()).containsExactly("old", "one too many", "spare-1");
            spares.recycle("old");
            assertThat(disk.names()).containsExactly("one too many", "spare-1", "spare-3");
            spares.recycle("one too many");
            assertThat(disk.names()).containsExactly("spare-1", "spare-3");
        }
    }

    @Test
    @Tag("F06")
    void aFileThatCouldNotBeRecycledIsASpareAfterTheNextAttempt() throws IOException {
        disk.put("spare-1", new byte[BYTES]);
        disk.put("old", new byte[BYTES]);
        disk.put("another", new byte[BYTES]);
        try (Spares spares = Spares.open(files, BYTES, 3)) {
            disk.failMove(1);
            assertThatThrownBy(() -> spares.recycle("old")).hasMessage("Input/output error");
            spares.recycle("old");
            disk.failOwnSync(1);
            assertThatThrownBy(() -> spares.recycle("another")).hasMessage("Input/output error");
            spares.recycle("another");

            assertThat(spares.take()).isEqualTo("spare-1");
            assertThat(spares.take()).isEqualTo("spare-3");
            assertThat(spares.take()).isEqualTo("spare-4");
        }
    }

    @Test
    @Tag("F06")
    void aFileThatCouldNotBeDeletedIsAfterTheNextAttempt() throws IOException {
        disk.put("spare-1", new byte[BYTES]);
        disk.put("old", new byte[BYTES]);
        try (Spares spares = Spares.open(files, BYTES, 1)) {
            disk.failMove(2);
            assertThatThrownBy(() -> spares.recycle("old")).hasMessage("Input/output error");
            assertThat(disk.names()).as("no segment any more").containsExactly("spare-1", "spare-2");
            spares.recycle("old");

            assertThat(disk.names()).containsExactly("spare-1");
        }
    }

    @Test
    @Tag("F07")
    void aFullDiskIsSaidAtOnceAndForgottenWhenThereIsRoom() throws IOException {
        disk.leaveRoom(BYTES - 1);
        try (Spares spares = Spares.open(files, BYTES, 1)) {
            assertThatThrownBy(spares::take).isInstanceOf(DiskFullException.class);
            assertThat(spares.starving()).isTrue();
            assertThat(disk.names()).as("nothing half-filled stays").isEmpty();

            disk.leaveRoom(10 * BYTES);
            while (spares.starving()) {
                Thread.onSpinWait();
            }
            assertThat(disk.bytes(spares.take())).hasSize(BYTES);
        }
    }

    /// The filler may run in any round between the taking and the giving back, and fill one more then. Each that
    /// has no room afterwards makes it want less, so over all orders of the two threads it fills eight at most:
    /// five for those taken first, and three for the bound.
    @Test
    void whoeverGivesAsManyBackAsHeTakesSoonHasNothingFilled() throws IOException {
        try (Spares spares = Spares.open(files, BYTES, 3)) {
            for (int i = 0; i < 4; i++) {
                files.rename(spares.take(), "used-" + i);
            }
            for (int i = 0; i < 40; i++) {
                files.rename(spares.take(), "used");
                spares.recycle("used");
            }
            assertThat(disk.fills()).isLessThanOrEqualTo(8);
        }
    }
}
