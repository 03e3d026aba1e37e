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
import java.math.BigDecimal;

/// `multipleOf` on exact decimals. The library's own goes through doubles: to it 2^53+1 is no multiple of three.
final class MultipleOf extends AbstractKeyword {

    private static final String NAME = "multipleOf";

    /// Dividing takes quadratic time; so many products of two digits cost about one step of an evaluation.
    private static final long PRODUCTS_PER_STEP = 1_024;

    MultipleOf() {
        super(NAME);
    }

    @Override
    public KeywordValidator newValidator(SchemaLocation location, JsonNode node, Schema parent, SchemaContext context) {
        return new Judge(this, location, node);
    }

    private static final class Judge extends AbstractKeywordValidator {

        private final BigDecimal divisor;

        Judge(MultipleOf keyword, SchemaLocation location, JsonNode node) {
            super(keyword, node, location);
            this.divisor = node.decimalValue();
        }

        @Override
        public void validate(ExecutionContext context, JsonNode value, JsonNode root, NodePath path) {
            if (!value.isNumber()) {
                return;
            }
            BigDecimal number = value.decimalValue();
            if (context instanceof Evaluation evaluation) {
                long digits = number.precision() + Math.abs((long) number.scale() - divisor.scale());
                evaluation.spend(digits * digits / PRODUCTS_PER_STEP);
            }
            if (number.remainder(divisor).signum() != 0) {
                context.addError(Error.builder()
                        .keyword(NAME)
                        .schemaLocation(schemaLocation)
                        .instanceLocation(path)
                        .instanceNode(value)
                        .schemaNode(schemaNode)
                        .build());
            }
        }
    }
}
