package io.ttdust.adapters.jsonschema.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ttdust.adapters.jsonschema.json.JsonRefusedException;
import io.ttdust.adapters.jsonschema.json.NameCache;
import io.ttdust.adapters.jsonschema.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Does what the `change` of a finding says.
final class Change {

    private static final Pattern COPIED = Pattern.compile("set (\\S+) to what the version before has at (\\S+)");
    private static final Pattern SET = Pattern.compile("set (\\S+) to (.+)");
    private static final Pattern TAKEN = Pattern.compile("remove (.+) from (/\\S+)");
    private static final Pattern REMOVED = Pattern.compile("remove (/\\S+)");
    private static final Pattern ADDED = Pattern.compile("add (.+) to (/\\S+)");

    private Change() {}

    /// The definition `after` with the change.
    static JsonNode applied(String change, JsonNode before, JsonNode after) {
        Matcher copied = COPIED.matcher(change);
        Matcher set = SET.matcher(change);
        Matcher taken = TAKEN.matcher(change);
        Matcher removed = REMOVED.matcher(change);
        Matcher added = ADDED.matcher(change);
        if (copied.matches()) {
            return with(after, copied.group(1), before.at(copied.group(2).replace("(root)", "")));
        }
        if (set.matches()) {
            return with(after, set.group(1), json(set.group(2)));
        }
        if (taken.matches()) {
            List<JsonNode> left = values(after, taken.group(2));
            if (!left.remove(json(taken.group(1)))) {
                throw new AssertionError("nothing to remove: " + change);
            }
            return with(after, taken.group(2), array(left));
        }
        if (removed.matches()) {
            return without(after, removed.group(1), change);
        }
        if (added.matches()) {
            List<JsonNode> all = values(after, added.group(2));
            all.add(json(added.group(1)));
            return with(after, added.group(2), array(all));
        }
        throw new AssertionError("not a change: " + change);
    }

    static JsonNode json(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            return StrictJson.read(bytes, 0, bytes.length, new NameCache());
        } catch (JsonRefusedException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }

    private static List<JsonNode> values(JsonNode root, String pointer) {
        List<JsonNode> values = new ArrayList<>();
        JsonNode list = root.at(pointer);
        if (list.isArray()) {
            list.forEach(values::add);
        } else if (!list.isMissingNode()) {
            values.add(list);
        }
        return values;
    }

    private static ArrayNode array(List<JsonNode> values) {
        return JsonNodeFactory.instance.arrayNode().addAll(values);
    }

    private static JsonNode with(JsonNode root, String pointer, JsonNode value) {
        if (value.isMissingNode()) {
            throw new AssertionError("nothing to put at " + pointer);
        }
        if (pointer.equals("(root)")) {
            return value;
        }
        JsonNode changed = root.deepCopy();
        int slash = pointer.lastIndexOf('/');
        JsonNode parent = existing(changed, pointer.substring(0, slash));
        String name = unescaped(pointer.substring(slash + 1));
        if (parent instanceof ArrayNode array) {
            array.set(Integer.parseInt(name), value);
        } else if (parent instanceof ObjectNode object) {
            object.set(name, value);
        } else {
            throw new AssertionError("no place for " + pointer);
        }
        return changed;
    }

    private static JsonNode existing(JsonNode root, String pointer) {
        JsonNode found = root.at(pointer);
        if (!found.isMissingNode()) {
            return found;
        }
        int slash = pointer.lastIndexOf('/');
        JsonNode parent = existing(root, pointer.substring(0, slash));
        if (parent instanceof ObjectNode object) {
            return object.putObject(unescaped(pointer.substring(slash + 1)));
        }
        throw new AssertionError("no place for " + pointer);
    }

    private static JsonNode without(JsonNode root, String pointer, String change) {
        JsonNode changed = root.deepCopy();
        int slash = pointer.lastIndexOf('/');
        JsonNode parent = changed.at(pointer.substring(0, slash));
        boolean there =
                parent instanceof ObjectNode object && object.remove(unescaped(pointer.substring(slash + 1))) != null;
        if (!there) {
            throw new AssertionError("nothing to remove: " + change);
        }
        return changed;
    }

    private static String unescaped(String token) {
        return token.replace("~1", "/").replace("~0", "~");
    }
}
