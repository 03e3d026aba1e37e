package io.ttdust.cli.server;

import java.security.SecureRandom;
import java.util.HexFormat;

/// An API key for a server's first start.
public final class AdminKey {

    private static final int BYTES = 32;

    private AdminKey() {}

    public static String random() {
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        return "ttd_live_" + HexFormat.of().formatHex(secret);
    }
}
