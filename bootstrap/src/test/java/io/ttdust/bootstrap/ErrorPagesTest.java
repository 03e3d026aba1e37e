package io.ttdust.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.domain.problem.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ErrorPagesTest {

    private static final Path PAGES = Path.of(System.getProperty("ttdust.root"), "infra/docs/errors");

    @Test
    void everyErrorCodeHasAPageAndEveryPageACode() throws IOException {
        try (Stream<Path> pages = Files.list(PAGES)) {
            assertThat(pages.map(page -> page.getFileName().toString()).filter(name -> !name.equals("README.md")))
                    .containsExactlyInAnyOrderElementsOf(Arrays.stream(ErrorCode.values())
                            .map(code -> code + ".md")
                            .toList());
        }
    }

    @Test
    void everyPageNamesItsHttpStatus() throws IOException {
        for (ErrorCode code : ErrorCode.values()) {
            assertThat(Files.readString(PAGES.resolve(code + ".md")))
                    .as(code.name())
                    .contains(code.name())
                    .contains(String.valueOf(code.httpStatus()));
        }
    }
}
