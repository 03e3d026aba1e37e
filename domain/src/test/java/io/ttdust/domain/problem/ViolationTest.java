package io.ttdust.domain.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ViolationTest {

    @Test
    void inALargerDocumentItsPlaceChangesAndItsKeywordsDoesNot() {
        assertThat(new Violation("/a", "type", "no", "/properties/a/type").below("/3"))
                .isEqualTo(new Violation("/3/a", "type", "no", "/properties/a/type"));
    }

    @ParameterizedTest
    @CsvSource({
        "'', $",
        "/user/email, $.user.email",
        "/items/0/price, $.items[0].price",
        "/a~1b/c~0d, $.a/b.c~d",
        "/, $."
    })
    void spellsItsPlaceAsAPath(String pointer, String path) {
        assertThat(new Violation(pointer, "type", "").path()).isEqualTo(path);
    }
}
