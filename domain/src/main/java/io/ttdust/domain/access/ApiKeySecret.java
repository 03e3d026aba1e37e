package io.ttdust.domain.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// The secret a caller presents: `ttd_live_` + 64 lower-case hex digits (256 random bits).
///
/// Its text is never printed by [#toString], so that it cannot slip into a log.
public final class ApiKeySecret {

    private static final String PREFIX = "ttd_live_";
    private static final Pattern FORM = Pattern.compile(PREFIX + "[0-9a-f]{64}");

    private final String text;

    private ApiKeySecret(String text) {
        this.text = text;
    }

    /// A new secret.
    ///
    /// @param random must be cryptographically strong
    public static ApiKeySecret create(RandomGenerator random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return new ApiKeySecret(PREFIX + HexFormat.of().formatHex(bytes));
    }

    /// Whether `text` is spelled like a secret.
    public static boolean isWellFormed(String text) {
        return FORM.matcher(text).matches();
    }

    /// Takes a secret a caller presented.
    ///
    /// @throws IllegalArgumentException if `text` is not spelled like a secret; the message does not hold it
    public static ApiKeySecret parse(String text) {
        if (!isWellFormed(text)) {
            throw new IllegalArgumentException("an API key is '%s' followed by 64 hex digits".formatted(PREFIX));
        }
        return new ApiKeySecret(text);
    }

    /// The secret itself; to be shown once.
    public String reveal() {
        return text;
    }

    /// Lower-case hex SHA-256 of the secret: what is stored and looked up. A look-up by the hash of 256 random bits
    /// gives an attacker nothing to time.
    public String sha256() {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return PREFIX + "…";
    }
}
