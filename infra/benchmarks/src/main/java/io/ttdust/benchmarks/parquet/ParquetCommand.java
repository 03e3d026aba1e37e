package io.ttdust.benchmarks.parquet;

import io.ttdust.adapters.parquet.ParquetColumnFileFormat;
import io.ttdust.application.port.storage.ColumnFileWriter;
import io.ttdust.benchmarks.measure.Machine;
import io.ttdust.benchmarks.measure.Spread;
import io.ttdust.benchmarks.measure.WorkDirectory;
import io.ttdust.benchmarks.report.Console;
import io.ttdust.benchmarks.report.Report;
import io.ttdust.benchmarks.report.RunOptions;
import io.ttdust.domain.record.LoggedBatch;
import io.ttdust.domain.record.StreamRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `bench parquet`: from JSON bytes to a file and back, beside the library given ready objects, and DuckDB.
///
/// All work on one thread and on the same rows, and take turns in each round.
@Command(
        name = "parquet",
        description = "Data files: records of ten columns from JSON bytes to Parquet and back, beside the plain"
                + " library and DuckDB's COPY of the same rows.")
public final class ParquetCommand implements Callable<Integer> {

    private static final long SEED = 20_260_101;

    @Mixin
    private RunOptions options = new RunOptions();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "9",
            description = "How often each has its turn. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "122880",
            description = "Rows of each file. Default: ${DEFAULT-VALUE}, one row group.")
    private int rows;

    private final Console console;
    private final ParquetColumnFileFormat format = new ParquetColumnFileFormat("ttdust bench");
    private final List<Double> write = new ArrayList<>();
    private final List<Double> writeObjects = new ArrayList<>();
    private final List<Double> read = new ArrayList<>();
    private final List<Double> duckDbWrite = new ArrayList<>();
    private long objectsBytes;
    private long duckDbBytes;

    public ParquetCommand(Console console) {
        this.console = console;
    }

    private interface Turn {
        void run() throws IOException, SQLException;
    }

    @Override
    public Integer call() throws IOException, SQLException {
        try (WorkDirectory directory = WorkDirectory.create(options.parent(), "parquet")) {
            Report report = new Report("parquet", Machine.of(directory.path()));
            long start = System.nanoTime();
            List<LoggedBatch> batches = OrderEvents.batches(SEED, rows);
            FileInMemory file = write(batches, FileInMemory::new);
            Path path = directory.path().resolve("ttdust.parquet");
            save(file, path);
            try (DuckDbCopy duckDb = DuckDbCopy.open(path, directory.path())) {
                if (duckDb.rows() != rows) {
                    report.fail("DuckDB finds %d rows of %d".formatted(duckDb.rows(), rows));
                }
                measure(batches, file, ReadyRowsOfFile.of(file), duckDb);
            }
            if (!isReadBack(batches, file)) {
                report.fail("what was read is not what was written");
            }
            fill(report, batches, file.size());
            report.number("seconds", (System.nanoTime() - start) / 1e9, 1, "");
            return report.print(console, options.json());
        }
    }

    private void measure(List<LoggedBatch> batches, FileInMemory file, ReadyRows objects, DuckDbCopy duckDb)
            throws IOException, SQLException {
        int warmUps = 3;
        for (int round = 1 - warmUps; round <= Math.max(1, rounds); round++) {
            console.progress(
                    round < 1 ? "parquet: warm-up" : "parquet: round %d of %d".formatted(round, Math.max(1, rounds)));
            double written = rate(() -> write(batches, List::size));
            double writtenObjects = rate(() -> objectsBytes = objects.write());
            double copied = rate(() -> duckDbBytes = duckDb.write());
            double readBack = rate(() -> format.read(file, OrderEvents.STREAM, 0, 0, 0, _ -> true));
            if (round >= 1) {
                write.add(written);
                writeObjects.add(writtenObjects);
                duckDbWrite.add(copied);
                read.add(readBack);
            }
        }
    }

    private double rate(Turn turn) throws IOException, SQLException {
        long start = System.nanoTime();
        turn.run();
        return rows * 1e9 / (System.nanoTime() - start);
    }

    /// Writes a file, and answers what `use` makes of it before its memory is given back.
    private <T> T write(List<LoggedBatch> batches, Function<List<ByteBuffer>, T> use) {
        try (ColumnFileWriter writer = format.create(OrderEvents.origin())) {
            for (LoggedBatch batch : batches) {
                writer.add(batch);
            }
            return use.apply(writer.finish());
        }
    }

    private static void save(FileInMemory file, Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = file.bytes();
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }

    /// Whether the records come back as they were, however they are cut into batches.
    private boolean isReadBack(List<LoggedBatch> batches, FileInMemory file) {
        List<StreamRecord> left = new ArrayList<>();
        for (LoggedBatch batch : batches.reversed()) {
            for (int i = batch.records().size() - 1; i >= 0; i--) {
                left.add(batch.record(i, 0));
            }
        }
        format.read(file, OrderEvents.STREAM, 0, 0, 0, batch -> {
            for (int i = 0; i < batch.records().size(); i++) {
                if (left.isEmpty() || !left.removeLast().equals(batch.record(i, 0))) {
                    return false;
                }
            }
            return true;
        });
        return left.isEmpty();
    }

    private void fill(Report report, List<LoggedBatch> batches, long bytes) {
        long json = 0;
        for (LoggedBatch batch : batches) {
            json += batch.records().payloadBytes();
        }
        String each = "rows/s on one thread; ";
        report.spread("write_rows_per_s", Spread.of(write), 0, each + "from JSON bytes to a file in memory");
        report.spread("write_rows_per_s_objects", Spread.of(writeObjects), 0, each + "the library, from ready objects");
        report.spread("read_rows_per_s", Spread.of(read), 0, each + "from the file to batches of records");
        report.spread(
                "duckdb_write_rows_per_s", Spread.of(duckDbWrite), 0, each + "DuckDB COPY, zstd, table in memory");
        report.number("bytes_per_row", (double) bytes / rows, 1, "of the file, all columns and the payload");
        report.number("bytes_ratio_duckdb", (double) bytes / duckDbBytes, 3, "our file / DuckDB's of the same rows");
        report.number("bytes_ratio_objects", (double) bytes / objectsBytes, 3, "our file / the plain library's");
        report.number("json_bytes_per_row", (double) json / rows, 1, "of the payloads");
        report.count("rows", rows, "in each file; 11 system columns, 10 typed ones");
        report.count("rounds", rounds, "turns of each; every rate is their median (least .. greatest)");
    }
}
