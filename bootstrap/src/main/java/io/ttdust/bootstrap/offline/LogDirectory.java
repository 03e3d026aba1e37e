package io.ttdust.bootstrap.offline;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Which log: what all commands take.
final class LogDirectory {

    private static final String ID = "log-id";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..1",
            paramLabel = "DIR",
            description = "Folder of the log, or the data folder around it. Default: $TTDUST_WAL_DIRECTORY, or wal in"
                    + " $TTDUST_DATA_DIRECTORY, ./ttdust-data or /var/lib/ttdust, whichever holds a log first.")
    private @Nullable Path directory;

    /// The folder that holds the log.
    ///
    /// @throws ParameterException if there is none
    Path path() {
        Map<String, String> environment = System.getenv();
        List<Path> places = new ArrayList<>();
        if (directory != null) {
            places.add(directory);
            places.add(directory.resolve("wal"));
        } else {
            addIfSet(places, environment.get("TTDUST_WAL_DIRECTORY"), "");
            addIfSet(places, environment.get("TTDUST_DATA_DIRECTORY"), "wal");
            places.add(Path.of("ttdust-data", "wal"));
            places.add(Path.of("/var/lib/ttdust", "wal"));
        }
        for (Path place : places) {
            if (Files.exists(place.resolve(ID))) {
                return place;
            }
        }
        throw new ParameterException(
                spec.commandLine(), "no log in %s; name the folder that holds log-id".formatted(places));
    }

    private static void addIfSet(List<Path> places, @Nullable String folder, String below) {
        if (folder != null && !folder.isEmpty()) {
            places.add(Path.of(folder, below));
        }
    }
}
