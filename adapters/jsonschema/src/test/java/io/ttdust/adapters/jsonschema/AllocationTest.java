package io.ttdust.adapters.jsonschema;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.ttdust.domain.schema.PayloadSchema;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllocationTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int CHECKS = 2_000;

    /// What reading the counter itself may cost.
    private static final int SLACK_BYTES = 512;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | {\"a\":[1,2.5e3,{\"b\":null,\"\\u00e9\":\"\\n\"}],\"\\u0061b\":true}",
                "{\"properties\":{\"a\":{\"format\":\"date-time\"},\"b\":{\"format\":\"uuid\"}}} | {\"b\":\"123e4567-e89b-12d3-a456-426614174000\",\"a\":\"2025-01-15T10:30:00Z\"}",
                "{\"properties\":{\"a\":{\"minimum\":0.5,\"multipleOf\":0.01,\"type\":\"number\"}}} | {\"a\":29.99}",
                "{\"properties\":{\"a\":{\"maximum\":1e30,\"multipleOf\":7}}} | {\"a\":70000000000000000000000000000}",
                "{\"properties\":{\"a\":{\"enum\":[\"x\",1,null,2.5]},\"b\":{\"const\":\"y\"}}} | {\"a\":2.50,\"b\":\"\\u0079\"}",
                "{\"properties\":{\"a\":{\"minLength\":2,\"maxLength\":2}}} | {\"a\":\"\u00e9\ud83d\ude00\"}",
                "{\"items\":{},\"anyOf\":[{\"required\":[\"x\"]},{\"required\":[\"a\"]}],\"not\":{\"required\":[\"y\"]}} | {\"a\":{\"b\":[1,2,3]}}",
                "{\"oneOf\":[{\"required\":[\"x\"]},{\"properties\":{\"a\":{\"contains\":{\"const\":3}}}}]} | {\"a\":[1,2,3]}",
                "{\"dependencies\":{\"a\":[\"b\"]},\"minProperties\":2,\"propertyNames\":{\"maxLength\":3}} | {\"a\":1,\"b\":2,\"c\":3}",
                "{\"if\":{\"required\":[\"a\"]},\"then\":{\"required\":[\"b\"]},\"additionalProperties\":{\"type\":\"integer\"}} | {\"a\":1,\"b\":2.0}"
            })
    void aValidRecordAllocatesNothing(String definition, String payload) {
        PayloadSchema schema = Compile.schema(definition);
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        try (PayloadSchema.Checker checker = schema.open()) {
            for (int i = 0; i < CHECKS; i++) {
                assertThat(checker.check(bytes, 0, bytes.length)).isNull();
            }
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < CHECKS; i++) {
                checker.check(bytes, 0, bytes.length);
            }

            assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(SLACK_BYTES);
        }
    }
}
