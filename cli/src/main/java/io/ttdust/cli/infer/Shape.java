package io.ttdust.cli.infer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What was seen at one place of the samples, such as `/order/items/*/price`. For one thread.
final class Shape {

    /// Where the schema of this place will lie in the definition; 1 is the root.
    private final int level;

    /// In order of first appearance.
    private final Set<JsonType> types = new LinkedHashSet<>();

    private @Nullable TextShape text;
    private @Nullable ObjectShape object;
    private @Nullable Shape items;
    private boolean anyItems;

    Shape(int level) {
        this.level = level;
    }

    /// Adds the value that `parser` stands on, and leaves it on the value's last token.
    void add(JsonParser parser, Room room) throws IOException {
        JsonToken token = parser.currentToken();
        switch (token) {
            case START_OBJECT -> objects().add(parser, room);
            case START_ARRAY -> addItems(parser, room);
            case VALUE_STRING -> texts().add(parser.getText());
            case VALUE_NUMBER_INT -> types.add(JsonType.INTEGER);
            case VALUE_NUMBER_FLOAT -> types.add(JsonType.NUMBER);
            case VALUE_TRUE, VALUE_FALSE -> types.add(JsonType.BOOLEAN);
            case VALUE_NULL -> types.add(JsonType.NULL);
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
                throw new IllegalStateException("no value begins with " + token);
        }
    }

    private void addItems(JsonParser parser, Room room) throws IOException {
        types.add(JsonType.ARRAY);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (items == null && !anyItems) {
                anyItems = !room.take(level + 1);
                items = anyItems ? null : new Shape(level + 1);
            }
            if (items == null) {
                parser.skipChildren();
            } else {
                items.add(parser, room);
            }
        }
    }

    /// Adds what was seen at another place, which stays as it is.
    void merge(Shape other) {
        types.addAll(other.types);
        anyItems |= other.anyItems;
        if (other.text != null) {
            texts().merge(other.text);
        }
        if (other.object != null) {
            objects().merge(other.object);
        }
        if (other.items != null) {
            if (items == null) {
                items = new Shape(level + 1);
            }
            items.merge(other.items);
        }
    }

    private ObjectShape objects() {
        types.add(JsonType.OBJECT);
        if (object == null) {
            object = new ObjectShape(level);
        }
        return object;
    }

    private TextShape texts() {
        types.add(JsonType.STRING);
        if (text == null) {
            text = new TextShape();
        }
        return text;
    }

    /// What types there were, in order of first appearance.
    Set<JsonType> types() {
        return types;
    }

    /// The texts; null when there was none.
    @Nullable
    TextShape text() {
        return text;
    }

    /// The objects; null when there was none.
    @Nullable
    ObjectShape object() {
        return object;
    }

    /// The items of all arrays together; null when there was none, or there was no room for them.
    @Nullable
    Shape items() {
        return anyItems ? null : items;
    }
}
