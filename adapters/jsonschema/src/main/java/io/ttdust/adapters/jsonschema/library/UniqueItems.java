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
import io.ttdust.adapters.jsonschema.json.CanonicalJson;
import java.util.HashSet;
import java.util.Set;

/// `uniqueItems` over canonical texts. The library's own keeps nodes in a hash set, and nodes have no order, so a
/// few thousand strings chosen to share a hash code would cost it quadratic time; texts have one.
final class UniqueItems extends AbstractKeyword {

    private static final String NAME = "uniqueItems";

    UniqueItems() {
        super(NAME);
    }

    @Override
    public KeywordValidator newValidator(SchemaLocation location, JsonNode node, Schema parent, SchemaContext context) {
        return new Judge(this, location, node);
    }

    private static final class Judge extends AbstractKeywordValidator {

        private final boolean asked;

        Judge(UniqueItems keyword, SchemaLocation location, JsonNode node) {
            super(keyword, node, location);
            this.asked = node.booleanValue();
        }

        @Override
        public void validate(ExecutionContext context, JsonNode value, JsonNode root, NodePath path) {
            if (!asked || !value.isArray()) {
                return;
            }
            Set<String> seen = HashSet.newHashSet(value.size());
            for (int i = 0; i < value.size(); i++) {
                String text = CanonicalJson.of(value.get(i));
                if (context instanceof Evaluation evaluation) {
                    evaluation.spend(1 + text.length() / 8);
                }
                if (!seen.add(text)) {
                    context.addError(Error.builder()
                            .keyword(NAME)
                            .schemaLocation(schemaLocation)
                            .index(i)
                            .instanceLocation(path)
                            .instanceNode(value)
                            .schemaNode(schemaNode)
                            .build());
                    return;
                }
            }
        }
    }
}
