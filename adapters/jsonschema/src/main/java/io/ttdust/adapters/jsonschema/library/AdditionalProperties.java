package io.ttdust.adapters.jsonschema.library;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.keyword.AbstractKeyword;
import com.networknt.schema.keyword.AbstractKeywordValidator;
import com.networknt.schema.keyword.KeywordValidator;
import com.networknt.schema.path.NodePath;
import com.networknt.schema.regex.RegularExpression;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// `additionalProperties` as draft-07 has it. The library's own lets every name through that starts with `#`.
final class AdditionalProperties extends AbstractKeyword {

    private static final String NAME = "additionalProperties";

    AdditionalProperties() {
        super(NAME);
    }

    @Override
    public KeywordValidator newValidator(SchemaLocation location, JsonNode node, Schema parent, SchemaContext context) {
        return new Judge(this, location, node, parent, context);
    }

    private static final class Judge extends AbstractKeywordValidator {

        private final Set<String> named = new HashSet<>();
        private final List<RegularExpression> patterns = new ArrayList<>();
        private final Schema others;

        Judge(
                AdditionalProperties keyword,
                SchemaLocation location,
                JsonNode node,
                Schema parent,
                SchemaContext context) {
            super(keyword, node, location);
            JsonNode siblings = parent.getSchemaNode();
            siblings.path("properties").fieldNames().forEachRemaining(named::add);
            siblings.path("patternProperties")
                    .fieldNames()
                    .forEachRemaining(pattern -> patterns.add(RegularExpression.compile(pattern, context)));
            others = context.newSchema(location, node, parent);
        }

        @Override
        public void validate(ExecutionContext context, JsonNode value, JsonNode root, NodePath path) {
            if (!value.isObject()) {
                return;
            }
            for (Map.Entry<String, JsonNode> member : value.properties()) {
                String name = member.getKey();
                if (named.contains(name) || matchesPattern(name)) {
                    continue;
                }
                if (schemaNode.isBoolean()) {
                    if (!schemaNode.booleanValue()) {
                        context.addError(Error.builder()
                                .keyword(NAME)
                                .schemaLocation(schemaLocation)
                                .property(name)
                                .instanceLocation(path)
                                .instanceNode(value)
                                .schemaNode(schemaNode)
                                .build());
                    }
                } else {
                    others.validate(context, member.getValue(), root, path.append(name));
                }
            }
        }

        private boolean matchesPattern(String name) {
            for (RegularExpression pattern : patterns) {
                if (pattern.matches(name)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public void preloadSchema() {
            others.initializeValidators();
        }
    }
}
