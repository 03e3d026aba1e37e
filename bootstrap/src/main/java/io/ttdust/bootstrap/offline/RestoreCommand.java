package io.ttdust.bootstrap.offline;

import io.ttdust.adapters.objects.FileObjectStore;
import io.ttdust.adapters.wal.archive.ArchiveRestore;
import io.ttdust.adapters.wal.archive.LogArchive;
import io.ttdust.adapters.wal.archive.RestoredLog;
import io.ttdust.adapters.wal.file.DiskFiles;
import io.ttdust.adapters.wal.inspection.LogInspection;
import io.ttdust.domain.record.Micros;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `ttdust log restore`.
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description =
                "Puts a lost log together again from its archive, in an empty folder. Killed on the way, it can be"
                        + " run again. Exit code 1 when the server would refuse what came back.")
final class RestoreCommand implements Callable<Integer> {

    private static final String ARCHIVE = "wal-archive";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--from-archive",
            required = true,
            paramLabel = "FOLDER",
            description =
                    "The object store that holds wal-archive, a folder or a file: URI: objects in the data folder.")
    private String store = "";

    @Option(
            names = "--node",
            required = true,
            paramLabel = "NAME",
            description = "The node's name: TTDUST_NODE_ID, or what stands in node-id in the data folder.")
    private String node = "";

    @Option(
            names = "--from-lsn",
            paramLabel = "LSN",
            defaultValue = "0",
            description = "Leave out segments that end before. Default: ${DEFAULT-VALUE}.")
    private long fromLsn;

    @Parameters(paramLabel = "DIR", description = "Where the log is to lie: wal in the data folder, as a rule.")
    private Path directory = Path.of("");

    @Override
    public Integer call() throws IOException {
        LogArchive archive = LogArchive.of(FileObjectStore.open(root()), node);
        RestoredLog restored;
        try (DiskFiles files = DiskFiles.lock(directory)) {
            restored = ArchiveRestore.run(files, archive, fromLsn, Micros.of(Instant.now()));
        }
        InspectionPage page = InspectionPage.of(LogInspection.of(DiskFiles.readOnly(directory)), directory);
        PrintWriter out = spec.commandLine().getOut();
        out.print(page.text());
        out.print(("Restored %d segments of %s, from LSN %d to %d.%n"
                        + "Records acknowledged behind that were not archived; the next start notes them as lost and"
                        + " goes on%nbehind them. Start the server on it as ever: ./ttdust serve%n")
                .formatted(restored.segments(), node, restored.startLsn(), restored.endLsn()));
        out.flush();
        return page.exitCode();
    }

    /// Not made where there is none, as a server would: an archive that is not there is a wrong call.
    private Path root() {
        Path root = store.startsWith("file:") ? Path.of(URI.create(store)) : Path.of(store);
        if (!Files.isDirectory(root.resolve(ARCHIVE))) {
            throw new ParameterException(
                    spec.commandLine(),
                    "no %s in %s; name the folder that holds it, objects in the data folder".formatted(ARCHIVE, root));
        }
        return root;
    }
}
