package io.ttdust.cli.infer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// A proposed definition.
public record InferredSchema(ObjectNode definition) {

    private static final String INDENT = "  ";
    private static final int LINE_LENGTH = 100;

    /// For people: indented by two spaces, lists in one line as long as they fit, without a line end behind it.
    public String text() {
        StringBuilder text = new StringBuilder();
        write(definition, "\n", text);
        return text.toString();
    }

    /// @param line what begins a new line at the depth of `node`
    private static void write(JsonNode node, String line, StringBuilder text) {
        if (node.isArray()) {
            writeList(node, line, text);
        } else if (node.isObject() && !node.isEmpty()) {
            String separator = "{";
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                text.append(separator).append(line).append(INDENT);
                text.append(TextNode.valueOf(member.getKey())).append(": ");
                write(member.getValue(), line + INDENT, text);
                separator = ",";
            }
            text.append(line).append('}');
        } else {
            text.append(node);
        }
    }

    /// Lists hold names, words and types, nothing deeper.
    private static void writeList(JsonNode list, String line, StringBuilder text) {
        String inOne = listed(list, ", ");
        if (line.length() + inOne.length() <= LINE_LENGTH) {
            text.append('[').append(inOne).append(']');
        } else {
            text.append('[').append(line).append(INDENT);
            text.append(listed(list, "," + line + INDENT)).append(line).append(']');
        }
    }

    private static String listed(JsonNode list, String separator) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::toString)
                .collect(Collectors.joining(separator));
    }
}
