package io.ttdust.cli.proof;

import io.ttdust.cli.console.CommandException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Data files as they lie in a server's folder of objects: what a user finds there without asking
/// the server.
///
/// A file's name says its offsets, and they are dense, so that nothing has to be opened to count rows. A file that was
/// written and not committed counts too; after a failed flush there may be some.
///
/// @param files in the order of their paths, which is that of their hours and offsets
/// @param rows in all of them
/// @param bytes of all of them
public record DataFiles(List<Path> files, long rows, long bytes) {

    private static final Pattern NAME = Pattern.compile("p\\d{4}-(\\d{20})-(\\d{20})-[0-9a-f-]{36}\\.parquet");

    public DataFiles {
        files = List.copyOf(files);
    }

    /// Those of `stream` under the server's data directory; none where it was never flushed.
    public static DataFiles of(Path data, String stream) {
        return in(streams(data).resolve(stream));
    }

    /// Those of all streams under the server's data directory.
    public static DataFiles all(Path data) {
        return in(streams(data));
    }

    private static Path streams(Path data) {
        return data.resolve("objects").resolve("streams");
    }

    private static DataFiles in(Path folder) {
        if (!Files.isDirectory(folder)) {
            return new DataFiles(List.of(), 0, 0);
        }
        List<Path> files = new ArrayList<>();
        long rows = 0;
        long bytes = 0;
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) all.sorted()::iterator) {
                Matcher name = NAME.matcher(file.getFileName().toString());
                if (name.matches()) {
                    files.add(file);
                    rows += Long.parseLong(name.group(2)) - Long.parseLong(name.group(1)) + 1;
                    bytes += Files.size(file);
                }
            }
        } catch (NoSuchFileException | UncheckedIOException e) {
            return in(folder); // one was deleted meanwhile
        } catch (IOException e) {
            throw new CommandException("cannot look at the files in " + folder + ": " + e, e);
        }
        return new DataFiles(files, rows, bytes);
    }
}
