package io.ttdust.bootstrap;

import io.ttdust.application.access.Authenticate;
import io.ttdust.application.access.Authorize;
import io.ttdust.application.access.CreateApiKey;
import io.ttdust.application.access.EnsureAdminKey;
import io.ttdust.application.access.ListApiKeys;
import io.ttdust.application.access.RevokeApiKey;
import io.ttdust.application.health.CheckReadiness;
import io.ttdust.application.health.Lifecycle;
import io.ttdust.application.ingest.IdempotencyKeys;
import io.ttdust.application.ingest.IngestLimits;
import io.ttdust.application.ingest.IngestRecords;
import io.ttdust.application.pressure.Backpressure;
import io.ttdust.application.query.CursorCodec;
import io.ttdust.application.query.LookupRecord;
import io.ttdust.application.query.QueryTimeRange;
import io.ttdust.application.stream.CreateStream;
import io.ttdust.application.stream.FindStream;
import io.ttdust.application.stream.ListStreams;
import io.ttdust.application.stream.StreamCatalog;
import io.ttdust.application.stream.UpdateStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// The use cases, assembled. No framework, no server and no database is needed for it: hand in ports, call use
/// cases.
public record Core(
        SchemaUseCases schemas,
        CreateStream createStream,
        UpdateStream updateStream,
        ListStreams listStreams,
        StreamCatalog streamCatalog,
        FindStream findStream,
        IngestRecords ingestRecords,
        QueryTimeRange queryTimeRange,
        LookupRecord lookupRecord,
        CursorCodec cursorCodec,
        Authenticate authenticate,
        Authorize authorize,
        CreateApiKey createApiKey,
        ListApiKeys listApiKeys,
        RevokeApiKey revokeApiKey,
        EnsureAdminKey ensureAdminKey,
        Lifecycle lifecycle,
        CheckReadiness checkReadiness,
        Meters meters) {

    private static final int CURSOR_SECRET_BYTES = 32;

    /// Assembles the use cases over `ports`.
    ///
    /// @param keys already filled with what the log recovered
    /// @param backpressure what is taken at once, and how much may wait in the log
    /// @param authStaleMax how long known API keys stay valid while their store is away
    public static Core assemble(
            Ports ports, InstantSource clock, IdempotencyKeys keys, Backpressure backpressure, Duration authStaleMax) {
        SecureRandom random = new SecureRandom();
        byte[] candidate = new byte[CURSOR_SECRET_BYTES];
        random.nextBytes(candidate);
        Lifecycle lifecycle = new Lifecycle();
        StreamCatalog catalog = new StreamCatalog(
                ports.streams(), ports.schemas(), ports.compiler(), switched -> SwitchLog.log(switched));
        Meters meters = ports.meters();
        Authorize authorize = new Authorize(meters.access());
        StoragePorts storage = ports.storage();
        return new Core(
                SchemaUseCases.assemble(ports, catalog::schemaChanged, clock, random),
                new CreateStream(ports.streams(), ports.schemas(), catalog, clock, random),
                new UpdateStream(ports.streams(), ports.schemas(), catalog),
                new ListStreams(ports.streams()),
                catalog,
                new FindStream(catalog, authorize),
                new IngestRecords(ports.log(), keys, backpressure, IngestLimits.DEFAULT, meters.ingest()),
                new QueryTimeRange(
                        storage.logReader(), storage.catalog(), storage.objects(), storage.format(), meters.queries()),
                new LookupRecord(
                        storage.logReader(), storage.catalog(), storage.objects(), storage.format(), meters.queries()),
                new CursorCodec(ports.secrets().findOrCreate("cursor", candidate)),
                new Authenticate(ports.apiKeys(), clock, authStaleMax, meters.access()),
                authorize,
                new CreateApiKey(ports.apiKeys(), ports.streams(), clock, random),
                new ListApiKeys(ports.apiKeys()),
                new RevokeApiKey(ports.apiKeys(), clock),
                new EnsureAdminKey(ports.apiKeys(), clock, random),
                lifecycle,
                new CheckReadiness(lifecycle, ports.checks(), clock),
                meters);
    }

    /// The use cases, for a container that injects them by type.
    public Object[] beans() {
        List<Object> beans = new ArrayList<>(schemas.beans());
        beans.addAll(List.of(
                createStream,
                updateStream,
                listStreams,
                streamCatalog,
                findStream,
                ingestRecords,
                queryTimeRange,
                lookupRecord,
                cursorCodec,
                authenticate,
                authorize,
                createApiKey,
                listApiKeys,
                revokeApiKey,
                lifecycle,
                checkReadiness,
                meters.ingest()));
        return beans.toArray();
    }
}
