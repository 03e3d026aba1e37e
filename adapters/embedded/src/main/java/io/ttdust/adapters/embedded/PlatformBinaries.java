package io.ttdust.adapters.embedded;

import io.ttdust.application.port.StorageException;
import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.embedded.PgBinaryResolver;
import java.io.IOException;
import java.io.InputStream;

/// Finds the packed binaries of this platform.
///
/// The library remembers per resolver where it has unpacked, for the life of the process; every server has a
/// resolver of its own, so that it runs what lies in its own directory.
final class PlatformBinaries implements PgBinaryResolver {

    @Override
    public InputStream getPgBinary(String system, String machineHardware) throws IOException {
        try {
            return DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machineHardware);
        } catch (IllegalStateException e) {
            throw new StorageException(
                    "no embedded PostgreSQL was built in for %s %s; run on Linux or macOS, on amd64 or arm64"
                            .formatted(system, machineHardware),
                    e);
        }
    }
}
