package io.ttdust.application.violation;

import java.io.File;
import java.time.Instant;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does everything a use case must not.
public final class ImpureUseCase {

    private static final Logger LOG = LoggerFactory.getLogger(ImpureUseCase.class);

    public String run() {
        LOG.info("{}", new File("."));
        return Instant.now().toString() + UUID.randomUUID();
    }

    /// An inbound interface, which the house does without.
    public interface Inbound {}
}
