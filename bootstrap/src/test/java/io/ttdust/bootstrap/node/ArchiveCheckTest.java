package io.ttdust.bootstrap.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.application.port.StorageException;
import org.junit.jupiter.api.Test;

class ArchiveCheckTest {

    private final ArchiveCheck archive = new ArchiveCheck();

    @Test
    void isDegradedFromAFailureUntilEverythingIsArchived() {
        assertThatCode(archive::check).doesNotThrowAnyException();

        archive.failed(new StorageException("the store is away"));

        assertThatThrownBy(archive::check)
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("not archived")
                .hasMessageContaining("the store is away");
        assertThat(archive.required()).as("records are taken all the same").isFalse();

        archive.archived("wal-archive/node/0.wal", 1);

        assertThatThrownBy(archive::check).isInstanceOf(StorageException.class);

        archive.caughtUp();

        assertThatCode(archive::check).doesNotThrowAnyException();
    }
}
