package io.ttdust.adapters.parquet.write;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/// The typed columns of a file and what is in each, as a JSON object.
final class ColumnPointers {

    private static final JsonFactory JSON = new JsonFactory();

    private ColumnPointers() {}

    /// @param pointers path of each column and JSON Pointer
    static String json(Map<String, String> pointers) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            out.writeStartObject();
            for (Map.Entry<String, String> column : pointers.entrySet()) {
                out.writeStringField(column.getKey(), column.getValue());
            }
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
