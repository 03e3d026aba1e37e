package io.ttdust.adapters.rest.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.ttdust.adapters.rest.error.Quoted;
import io.ttdust.adapters.rest.error.RefusedException;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.problem.Violation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The JSON object that asks for a schema, a stream or a key, read strictly: UTF-8, no duplicate names at any
/// depth, nothing after it, and no field the caller does not know. A field that belongs to a later version of
/// the API is refused like a misspelt one; ignoring it would promise what is not kept.
public final class AdminBody {

    private static final JsonFactory STRICT = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /// JSON pointer of this object; empty for the body itself.
    private final String base;

    private final Map<String, Field> fields;

    /// An element of an array, and where it stands.
    public sealed interface Element {

        record Text(String pointer, String text) implements Element {}

        record Members(String pointer, AdminBody members) implements Element {}
    }

    /// A member's value.
    ///
    /// @param text the value of a string; null for anything else
    /// @param json its exact text
    private record Field(JsonToken kind, @Nullable String text, String json) {}

    private AdminBody(String base, Map<String, Field> fields) {
        this.base = base;
        this.fields = fields;
    }

    /// Reads `bytes`.
    ///
    /// @throws RefusedException `INVALID_JSON`, or `INVALID_REQUEST` naming the fields that are not in `known`
    public static AdminBody read(byte[] bytes, Set<String> known) {
        return read("", decode(bytes), known);
    }

    private static AdminBody read(String base, String text, Set<String> known) {
        try (JsonParser parser = STRICT.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw RefusedException.of(ErrorCode.INVALID_JSON, "the body must be a JSON object");
            }
            Map<String, Field> fields = new HashMap<>();
            List<Violation> unknown = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                Field field = field(parser, text);
                if (known.contains(name)) {
                    fields.put(name, field);
                } else if (unknown.size() < 32) {
                    unknown.add(
                            new Violation(base + Quoted.pointer(name), "unknown", "is not a field of this request"));
                }
            }
            if (parser.nextToken() != null) {
                throw RefusedException.of(ErrorCode.INVALID_JSON, "something follows the JSON object");
            }
            if (!unknown.isEmpty()) {
                throw new RefusedException(Problem.of(
                        ErrorCode.INVALID_REQUEST,
                        "'%s' is not a field of this request; it takes %s"
                                .formatted(unknown.getFirst().pointer().substring(1), List.copyOf(known)),
                        unknown));
            }
            return new AdminBody(base, fields);
        } catch (JsonProcessingException e) {
            throw RefusedException.of(ErrorCode.INVALID_JSON, "the body is not strict JSON: " + reason(e));
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }

    private static Field field(JsonParser parser, String text) throws IOException {
        JsonToken kind = parser.nextToken();
        if (kind == JsonToken.VALUE_STRING) {
            return new Field(kind, parser.getText(), "");
        }
        int start = (int) parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        boolean container = kind == JsonToken.START_OBJECT || kind == JsonToken.START_ARRAY;
        return new Field(
                kind,
                null,
                container ? text.substring(start, (int) parser.currentLocation().getCharOffset()) : parser.getText());
    }

    private static String decode(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw RefusedException.of(ErrorCode.INVALID_JSON, "the body is not UTF-8");
        }
    }

    /// The library's message without the excerpt of the text it would append.
    private static String reason(JsonProcessingException e) {
        String message = e.getOriginalMessage();
        JsonLocation location = e.getLocation();
        return (message == null ? "" : message.lines().findFirst().orElse(""))
                + (location == null ? "" : " (character %d)".formatted(location.getCharOffset()));
    }

    /// A string that must be there.
    public String requiredString(String name) {
        String text = string(name);
        if (text == null) {
            throw RefusedException.invalid(place(name), "required", "'%s' is required".formatted(name));
        }
        return text;
    }

    /// A string; null if it is absent or null.
    public @Nullable String string(String name) {
        Field field = present(name);
        return field == null ? null : plainText(place(name), field.text());
    }

    /// Whether it is there and not null.
    public boolean has(String name) {
        return present(name) != null;
    }

    /// A string, or the digits of a whole number; null if it is absent or null.
    public @Nullable String word(String name) {
        Field field = present(name);
        return field != null && field.kind() == JsonToken.VALUE_NUMBER_INT ? field.json() : string(name);
    }

    /// The exact text of a JSON Schema, an object or a boolean, that must be there.
    public String requiredSchema(String name) {
        Field field = fields.get(name);
        if (field == null) {
            throw RefusedException.invalid(place(name), "required", "'%s' is required".formatted(name));
        }
        if (field.kind() != JsonToken.START_OBJECT && !field.kind().isBoolean()) {
            throw RefusedException.invalid(
                    place(name), "type", "'%s' must be a JSON object or a boolean, not text".formatted(name));
        }
        return field.json();
    }

    /// An object of strings; empty if it is absent or null.
    public Map<String, String> strings(String name) {
        Field field = present(name);
        if (field == null) {
            return Map.of();
        }
        Map<String, String> pairs = new LinkedHashMap<>();
        try (JsonParser parser = STRICT.createParser(field.json())) {
            if (field.kind() != JsonToken.START_OBJECT) {
                throw notStrings(place(name));
            }
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String key = plainText(place(name), parser.currentName());
                String place = place(name) + Quoted.pointer(key);
                if (parser.nextToken() != JsonToken.VALUE_STRING) {
                    throw notStrings(place);
                }
                pairs.put(key, plainText(place, parser.getText()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("reading what was read before", e);
        }
        return pairs;
    }

    /// A whole number; null if it is absent or null.
    public @Nullable Integer number(String name) {
        Field field = present(name);
        if (field == null) {
            return null;
        }
        try {
            if (field.kind() == JsonToken.VALUE_NUMBER_INT) {
                return Integer.valueOf(field.json());
            }
        } catch (NumberFormatException e) {
            // Larger than any number this API takes; told below.
        }
        throw RefusedException.invalid(
                place(name), "type", "'%s' must be a whole number of at most 9 digits".formatted(place(name)));
    }

    /// An array of strings and of objects that have no other members than `known`; null if it is absent or null.
    public @Nullable List<Element> elements(String name, Set<String> known) {
        Field field = present(name);
        if (field == null) {
            return null;
        }
        List<Element> elements = new ArrayList<>();
        try (JsonParser parser = STRICT.createParser(field.json())) {
            if (field.kind() != JsonToken.START_ARRAY) {
                throw notAnArray(place(name));
            }
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                String pointer = place(name) + "/" + elements.size();
                if (parser.currentToken() == JsonToken.VALUE_STRING) {
                    elements.add(new Element.Text(pointer, plainText(pointer, parser.getText())));
                } else if (parser.currentToken() == JsonToken.START_OBJECT) {
                    int start = (int) parser.currentTokenLocation().getCharOffset();
                    parser.skipChildren();
                    int end = (int) parser.currentLocation().getCharOffset();
                    elements.add(new Element.Members(
                            pointer, read(pointer, field.json().substring(start, end), known)));
                } else {
                    throw notAnArray(pointer);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("reading what was read before", e);
        }
        return elements;
    }

    private static RefusedException notAnArray(String pointer) {
        return RefusedException.invalid(
                pointer, "type", "'%s' must be an array of strings and objects".formatted(pointer));
    }

    /// An array of strings; null if it is absent or null.
    public @Nullable List<String> texts(String name) {
        List<Element> elements = elements(name, Set.of());
        if (elements == null) {
            return null;
        }
        List<String> texts = new ArrayList<>(elements.size());
        for (Element element : elements) {
            switch (element) {
                case Element.Text(String pointer, String text) -> texts.add(text);
                case Element.Members(String pointer, AdminBody members) ->
                    throw RefusedException.invalid(pointer, "type", "'%s' must be a string".formatted(pointer));
            }
        }
        return texts;
    }

    private String place(String name) {
        return base + Quoted.pointer(name);
    }

    private static RefusedException notStrings(String pointer) {
        return RefusedException.invalid(pointer, "type", "'%s' must be an object of strings".formatted(pointer));
    }

    private @Nullable Field present(String name) {
        Field field = fields.get(name);
        return field == null || field.kind() == JsonToken.VALUE_NULL ? null : field;
    }

    /// Text that every store can keep: no NUL, no half of a surrogate pair.
    private static String plainText(String pointer, @Nullable String text) {
        if (text == null) {
            throw RefusedException.invalid(pointer, "type", "'%s' must be a string".formatted(pointer));
        }
        if (text.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw RefusedException.invalid(
                    pointer, "text", "'%s' must not hold NUL or half of a surrogate pair".formatted(pointer));
        }
        return text;
    }
}
