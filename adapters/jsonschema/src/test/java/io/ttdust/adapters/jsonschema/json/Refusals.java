package io.ttdust.adapters.jsonschema.json;

import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import io.ttdust.adapters.jsonschema.program.PassPool;
import io.ttdust.adapters.jsonschema.program.Program;
import io.ttdust.domain.problem.Violation;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads documents strictly, as trees and in place.
final class Refusals {

    private static final Program ANY = Program.of(BooleanNode.TRUE, Map.of(), new PassPool(1));

    private Refusals() {}

    static @Nullable Violation refusal(String text) {
        return refusal(text.getBytes(StandardCharsets.UTF_8));
    }

    /// What the reader of trees says. The compiled program must agree with it, but for numbers too long for a tree.
    static @Nullable Violation refusal(byte[] bytes) {
        boolean accepted;
        try (Program.Checks checks = ANY.open()) {
            accepted = checks.check(bytes, 0, bytes.length, false) == null;
        }
        Violation refusal = read(bytes);
        boolean sound = refusal == null || refusal.keyword().equals(StrictJson.NUMBER);
        if (accepted != sound) {
            fail(
                    "the program %s %s",
                    accepted ? "accepts" : "refuses", HexFormat.of().formatHex(bytes));
        }
        return refusal;
    }

    private static @Nullable Violation read(byte[] bytes) {
        try {
            JsonNode node = StrictJson.read(bytes, 0, bytes.length, new NameCache());
            return node.isMissingNode() ? new Violation("", "nothing", "") : null;
        } catch (JsonRefusedException e) {
            return e.at() > bytes.length ? new Violation("", "outside", "byte " + e.at()) : e.violation();
        }
    }
}
