package io.ttdust.cli.demo;

import io.ttdust.cli.console.CommandException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/// The columns of a Parquet file, in words.
final class FileColumns {

    private static final int NAME_WIDTH = 24;

    private FileColumns() {}

    /// One line a column: its name, dots for nesting, and its type.
    static List<String> of(Path file) {
        ParquetReadOptions options =
                ParquetReadOptions.builder(new PlainParquetConfiguration()).build();
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file), options)) {
            MessageType schema = reader.getFooter().getFileMetaData().getSchema();
            List<String> lines = new ArrayList<>();
            for (Type column : schema.getFields()) {
                add(column, "", lines);
            }
            return lines;
        } catch (IOException e) {
            throw new CommandException("cannot read " + file + ": " + e, e);
        }
    }

    private static void add(Type column, String prefix, List<String> lines) {
        String name = prefix + column.getName();
        if (!column.isPrimitive() && column.getLogicalTypeAnnotation() == null) {
            GroupType group = column.asGroupType();
            group.getFields().forEach(field -> add(field, name + ".", lines));
        } else {
            lines.add(("%-" + NAME_WIDTH + "s %s").formatted(name, type(column)));
        }
    }

    private static String type(Type column) {
        LogicalTypeAnnotation logical = column.getLogicalTypeAnnotation();
        String physical = column.isPrimitive()
                ? column.asPrimitiveType().getPrimitiveTypeName().name().toLowerCase(Locale.ROOT)
                : "group";
        return logical == null ? physical : logical.toString().toLowerCase(Locale.ROOT);
    }
}
