package io.ttdust.adapters.rest;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/// Tests of one class share a server; each makes its own streams.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ServerTest {

    protected final RunningServer server = RunningServer.start();

    @BeforeAll
    void serverIsUp() {
        server.get("/health/live").isOk(200);
    }

    @AfterAll
    void stop() {
        server.close();
    }
}
