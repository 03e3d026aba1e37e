package io.ttdust.cli.infer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// Looks at sample records one after another and proposes a schema under which all of them are valid. For one
/// thread.
public final class SchemaInference {

    /// A server refuses records that are deeper.
    private static final int DEPTH_MAX = 64;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEPTH_MAX).build())
            .build();

    private final InferenceRules rules;
    private final Room room = new Room();
    private final Shape root = new Shape(1);
    private long taken;

    public SchemaInference(InferenceRules rules) {
        this.rules = rules;
    }

    /// Takes a record in.
    ///
    /// @return why it was left out; null when it was not
    public @Nullable String add(ByteString record) {
        try {
            String flaw = flawOf(record);
            if (flaw != null) {
                return flaw;
            }
            try (JsonParser parser = JSON.createParser(record.newInput())) {
                parser.nextToken();
                root.add(parser, room);
            }
            taken++;
            return null;
        } catch (JsonProcessingException e) {
            return "it is not JSON: " + e.getOriginalMessage();
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }

    /// Reads a record to its end before anything of it is taken in, so that half of one never is.
    private static @Nullable String flawOf(ByteString record) throws IOException {
        try (JsonParser parser = JSON.createParser(record.newInput())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return "it is not a JSON object";
            }
            int depth = 1;
            while (depth > 0) {
                JsonToken token = parser.nextToken();
                if (token == null) {
                    return "it ends too early";
                }
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (token == JsonToken.VALUE_STRING) {
                    parser.getTextLength(); // decodes it
                }
            }
            return parser.nextToken() == null ? null : "something follows the object";
        }
    }

    /// How many records were taken in.
    public long taken() {
        return taken;
    }

    /// What the records so far suggest.
    public InferredSchema schema() {
        return new InferredSchema(new SchemaWriter(rules).definition(root));
    }
}
