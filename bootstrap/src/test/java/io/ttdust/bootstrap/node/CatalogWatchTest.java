package io.ttdust.bootstrap.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.application.port.catalog.InMemorySchemaRepository;
import io.ttdust.application.port.catalog.InMemoryStreamRepository;
import io.ttdust.application.port.schema.FakeSchemaCompiler;
import io.ttdust.application.stream.StreamCatalog;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CatalogWatchTest {

    @Test
    void aDefectThatEndsTheThreadIsTold() throws Exception {
        CountDownLatch broken = new CountDownLatch(1);
        CatalogWatch watch = new CatalogWatch(
                () -> {
                    throw new AssertionError("a defect");
                },
                new StreamCatalog(
                        new InMemoryStreamRepository(), new InMemorySchemaRepository(), new FakeSchemaCompiler()),
                broken::countDown);

        watch.start();

        assertThat(broken.await(20, TimeUnit.SECONDS)).isTrue();
        watch.close();
    }
}
