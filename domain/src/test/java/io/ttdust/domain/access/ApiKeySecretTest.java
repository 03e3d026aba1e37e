package io.ttdust.domain.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ApiKeySecretTest {

    @Test
    void isSpelledAsThePrefixAnd64HexDigits() {
        assertThat(ApiKeySecret.create(new Random(1)).reveal()).matches("ttd_live_[0-9a-f]{64}");
    }

    @Test
    void isKnownByItsHashAlone() {
        ApiKeySecret secret = ApiKeySecret.parse("ttd_live_" + "0".repeat(64));

        assertThat(secret.sha256()).isEqualTo("1a35fab32e913137f1825090c443c1ab41151cf24d123286fa9fbd98801616f9");
    }

    @Test
    @Tag("B20")
    void neverPrintsItself() {
        ApiKeySecret secret = ApiKeySecret.create(new Random(1));

        assertThat(secret.toString()).doesNotContain(secret.reveal().substring(9, 20));
        assertThatThrownBy(() -> ApiKeySecret.parse("ttd_live_secretsecret"))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secretsecret"));
    }
}
