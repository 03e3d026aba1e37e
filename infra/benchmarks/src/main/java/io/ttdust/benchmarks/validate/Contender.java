package io.ttdust.benchmarks.validate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.ttdust.adapters.jsonschema.JsonSchemaCompiler;
import io.ttdust.application.port.schema.CompiledSchema;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.problem.Result;
import io.ttdust.domain.schema.PayloadSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// Something that looks at a payload. Safe for use by several threads.
@FunctionalInterface
interface Contender {

    /// How many rules of [Shape#SCHEMA] the payload breaks; for what knows no rules, how many tokens it has.
    int look(byte[] payload);

    /// This contender for one thread and many payloads, as a batch has them; closed after them.
    default Session open() {
        return this::look;
    }

    /// Looks at payloads for one thread.
    @FunctionalInterface
    interface Session extends AutoCloseable {

        /// As [Contender#look].
        int look(byte[] payload);

        @Override
        default void close() {}
    }

    /// The checker as the server uses it: strict JSON and the schema, in place, batch by batch.
    static Contender ours() {
        PayloadSchema schema = compiled(new JsonSchemaCompiler());
        return new Contender() {
            @Override
            public int look(byte[] payload) {
                return broken(schema.check(payload, 0, payload.length));
            }

            @Override
            public Session open() {
                PayloadSchema.Checker checker = schema.open();
                return new Session() {
                    @Override
                    public int look(byte[] payload) {
                        return broken(checker.check(payload, 0, payload.length));
                    }

                    @Override
                    public void close() {
                        checker.close();
                    }
                };
            }
        };
    }

    private static int broken(@Nullable Problem problem) {
        return problem == null ? 0 : problem.violations().size();
    }

    /// Compiles the schema once.
    static PayloadSchema compiled(JsonSchemaCompiler compiler) {
        return switch (compiler.compile(Shape.SCHEMA)) {
            case Result.Ok<CompiledSchema>(CompiledSchema compiled) -> compiled.schema();
            case Result.Refused<CompiledSchema>(Problem problem) -> throw new IllegalStateException(problem.toString());
        };
    }

    /// The plain library as its documentation uses it: a tree of its own Jackson, then the schema.
    static Contender networknt() {
        Schema schema =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7).getSchema(Shape.SCHEMA);
        ObjectMapper mapper = new ObjectMapper();
        return payload -> {
            try {
                return schema.validate(mapper.readTree(payload)).size();
            } catch (IOException e) {
                throw new UncheckedIOException("reading from memory", e);
            }
        };
    }

    /// Jackson's tokenizer alone: no tree, no schema, no value looked at.
    static Contender jackson() {
        JsonFactory factory = new JsonFactory();
        return payload -> {
            try (JsonParser parser = factory.createParser(payload)) {
                int tokens = 0;
                while (parser.nextToken() != null) {
                    tokens++;
                }
                return tokens;
            } catch (IOException e) {
                throw new UncheckedIOException("reading from memory", e);
            }
        };
    }
}
