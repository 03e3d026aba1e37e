package io.ttdust.adapters.jsonschema.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/// Reads one RFC 8259 document into a tree, or says at which byte it stops being one.
///
/// Stricter than the general parsers: UTF-8 only, without a byte order mark, overlong forms or surrogates, also
/// not as escapes; no name twice in an object; at most [#DEPTH_MAX] containers inside each other; numbers exact,
/// and bounded as [JsonNumber] says. It allocates in proportion to the bytes, whatever they claim.
///
/// An instance reads one document and is then thrown away; it belongs to one thread.
public final class StrictJson {

    public static final int DEPTH_MAX = 64;

    /// The rule broken by what is not JSON at all.
    public static final String SYNTAX = "json";

    /// The rule broken by what lies deeper than [#DEPTH_MAX].
    public static final String DEPTH = "depth";

    /// The rule broken by numbers that a tree does not hold.
    public static final String NUMBER = "number";

    private final byte[] bytes;
    private final int start;
    private final int end;
    private final JsonText text;
    private int at;
    private int depth;

    private StrictJson(byte[] bytes, int start, int end, NameCache names) {
        this.bytes = bytes;
        this.start = start;
        this.end = end;
        this.text = new JsonText(bytes, start, end, names);
        this.at = start;
    }

    /// The document in `bytes[offset .. offset + length)`.
    public static JsonNode read(byte[] bytes, int offset, int length, NameCache names) throws JsonRefusedException {
        return new StrictJson(bytes, offset, offset + length, names).document();
    }

    private JsonNode document() throws JsonRefusedException {
        skipSpace();
        if (at == end) {
            throw refused("the document is empty");
        }
        if (at == start && isByteOrderMark()) {
            throw refused("a byte order mark is not JSON; send UTF-8 without one");
        }
        JsonNode root = value();
        skipSpace();
        if (at != end) {
            throw refused("only white space may follow the value, found " + found());
        }
        return root;
    }

    private boolean isByteOrderMark() {
        int first = bytes[at] & 0xff;
        return first == 0xef || first == 0xfe || first == 0xff;
    }

    private JsonNode value() throws JsonRefusedException {
        if (at == end) {
            throw refused("the document ends where a value should be");
        }
        byte first = bytes[at];
        return switch (first) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> TextNode.valueOf(string());
            case 't' -> literal("true", BooleanNode.TRUE);
            case 'f' -> literal("false", BooleanNode.FALSE);
            case 'n' -> literal("null", NullNode.instance);
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
            default -> throw refused("a value should be here, found " + found());
        };
    }

    private ObjectNode object() throws JsonRefusedException {
        enter();
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        if (next("a name in double quotes or }") == '}') {
            return leave(object);
        }
        while (true) {
            int nameAt = at;
            if (bytes[at] != '"') {
                throw refused("a name in double quotes should be here, found " + found());
            }
            String name = text.name(at);
            at = text.after();
            expect(':');
            skipSpace();
            if (object.replace(name, member(name)) != null) {
                JsonRefusedException refused =
                        new JsonRefusedException("duplicate", "the object has this name twice", nameAt - start);
                refused.inside(name);
                throw refused;
            }
            byte separator = next(", or }");
            if (separator == '}') {
                return leave(object);
            }
            if (separator != ',') {
                throw refused(", or } should be here, found " + found());
            }
            at++;
            next("a name in double quotes");
        }
    }

    private JsonNode member(String name) throws JsonRefusedException {
        try {
            return value();
        } catch (JsonRefusedException refused) {
            refused.inside(name);
            throw refused;
        }
    }

    private ArrayNode array() throws JsonRefusedException {
        enter();
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        if (next("a value or ]") == ']') {
            return leave(array);
        }
        while (true) {
            try {
                array.add(value());
            } catch (JsonRefusedException refused) {
                refused.inside(Integer.toString(array.size()));
                throw refused;
            }
            byte separator = next(", or ]");
            if (separator == ']') {
                return leave(array);
            }
            if (separator != ',') {
                throw refused(", or ] should be here, found " + found());
            }
            at++;
            next("a value");
        }
    }

    private void enter() throws JsonRefusedException {
        if (++depth > DEPTH_MAX) {
            throw new JsonRefusedException(
                    DEPTH, "at most %s objects and arrays may lie inside each other".formatted(DEPTH_MAX), at - start);
        }
        at++;
    }

    private <T extends JsonNode> T leave(T container) {
        depth--;
        at++;
        return container;
    }

    private String string() throws JsonRefusedException {
        String string = text.string(at);
        at = text.after();
        return string;
    }

    private JsonNode literal(String word, JsonNode node) throws JsonRefusedException {
        if (end - at < word.length()) {
            throw refused("%s should be here".formatted(word));
        }
        for (int i = 1; i < word.length(); i++) {
            if (bytes[at + i] != word.charAt(i)) {
                throw refused("%s should be here".formatted(word));
            }
        }
        at += word.length();
        return node;
    }

    private JsonNode number() throws JsonRefusedException {
        int first = at;
        int i = first;
        if (bytes[i] == '-') {
            i++;
        }
        int digits = i;
        i = afterDigits(i);
        if (i - digits > 1 && bytes[digits] == '0') {
            throw refused("a number must not start with a zero that another digit follows");
        }
        boolean plain = true;
        if (i < end && bytes[i] == '.') {
            plain = false;
            i = afterDigits(i + 1);
        }
        if (i < end && (bytes[i] == 'e' || bytes[i] == 'E')) {
            plain = false;
            i++;
            if (i < end && (bytes[i] == '+' || bytes[i] == '-')) {
                i++;
            }
            i = afterDigits(i);
        }
        at = i;
        return JsonNumber.read(bytes, first, i, plain, first - start);
    }

    /// The end of the run of digits at `from`, which must hold one at least.
    private int afterDigits(int from) throws JsonRefusedException {
        int i = from;
        while (i < end && bytes[i] >= '0' && bytes[i] <= '9') {
            i++;
        }
        if (i == from) {
            at = i;
            throw refused("a number needs a digit here, found " + found());
        }
        return i;
    }

    private void expect(char wanted) throws JsonRefusedException {
        if (next(String.valueOf(wanted)) != wanted) {
            throw refused("%c should be here, found %s".formatted(wanted, found()));
        }
        at++;
    }

    /// The next byte that is not white space; it is not consumed.
    private byte next(String wanted) throws JsonRefusedException {
        skipSpace();
        if (at == end) {
            throw refused("the document ends where %s should be".formatted(wanted));
        }
        return bytes[at];
    }

    private void skipSpace() {
        while (at < end) {
            byte b = bytes[at];
            if (b > ' ' || (b != ' ' && b != '\n' && b != '\r' && b != '\t')) {
                return;
            }
            at++;
        }
    }

    private String found() {
        if (at >= end) {
            return "the end";
        }
        int b = bytes[at] & 0xff;
        return b > ' ' && b < 0x7f ? String.valueOf((char) b) : "byte 0x%02x".formatted(b);
    }

    private JsonRefusedException refused(String message) {
        return new JsonRefusedException(SYNTAX, message, at - start);
    }
}
