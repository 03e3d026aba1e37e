package io.ttdust.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkDirectoryTest {

    @Test
    void isRemovedWithEverythingInIt(@TempDir Path parent) throws IOException {
        Path made;
        try (WorkDirectory directory = WorkDirectory.create(parent, "test")) {
            made = directory.path();
            Files.createDirectories(made.resolve("a/b"));
            Files.writeString(made.resolve("a/b/file"), "x");
        }

        assertThat(made).hasParentRaw(parent).doesNotExist();
    }

    @Test
    void liesInTheBuildFolderUnlessToldOtherwise() {
        assertThat(WorkDirectory.buildFolder()).hasFileName("target");
    }
}
