package io.ttdust.bootstrap;

import io.ttdust.bootstrap.directory.Endpoints;
import java.io.PrintStream;
import java.util.Optional;

/// What a person sees when a dev node is up: where it is, the key if it was just made, and commands to paste.
final class Banner {

    private Banner() {}

    static void print(PrintStream out, Endpoints endpoints, Optional<String> newKey) {
        String key = newKey.orElse("ttd_live_…");
        out.printf("%n  TTDust is ready.%n%n    REST  %s%n    gRPC  %s%n", endpoints.rest(), endpoints.grpc());
        if (newKey.isPresent()) {
            out.printf("    key   %s%n          (an admin key; it is shown only this once)%n", key);
        } else {
            out.printf("    key   the one shown at the first start of this data directory%n");
        }
        out.printf("""

                  Paste to create a stream, send a record, and read it back:

                    export KEY=%2$s
                    curl -sS %1$s/api/v1/streams -H "Authorization: Bearer $KEY" \\
                      -H 'Content-Type: application/json' -d '{"name":"hello"}'
                    curl -sS %1$s/api/v1/streams/hello/records -H "Authorization: Bearer $KEY" \\
                      -H 'Content-Type: application/json' -d '{"greeting":"hello"}'
                    curl -sS "%1$s/api/v1/streams/hello/records?start=$(date -u +%%Y-%%m-%%dT00:00:00Z)&end=$(date -u +%%Y-%%m-%%dT23:59:59Z)" \\
                      -H "Authorization: Bearer $KEY"

                  Ctrl-C stops it; the data stays.

                """, endpoints.rest(), key);
        out.flush();
    }
}
