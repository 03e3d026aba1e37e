package io.ttdust.simulation.validate;

import io.ttdust.adapters.jsonschema.JsonSchemaCompiler;
import io.ttdust.adapters.jsonschema.JsonSchemaCompiler.Compiled;
import io.ttdust.adapters.jsonschema.ProgramSchema;
import io.ttdust.adapters.jsonschema.library.LibrarySchema;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.problem.Result;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Lets the compiled program and the validator library judge the same instances, seed by seed: one schema and
/// [#PAIRS_PER_SEED] instances for each. For one thread.
final class Differences {

    static final int PAIRS_PER_SEED = 40;

    private static final int DEPTH = 4;
    private static final int SHOWN_CHARS_MAX = 2_000;

    private final JsonSchemaCompiler compiler = new JsonSchemaCompiler();

    private long pairs;
    private long valid;
    private long refusedSchemas;
    private long givenUp;
    private long unexplained;

    long pairs() {
        return pairs;
    }

    /// Pairs both call valid.
    long valid() {
        return valid;
    }

    /// Schemas that cannot be registered, such as `$ref` in a circle.
    long refusedSchemas() {
        return refusedSchemas;
    }

    /// Pairs that the library gives up on, for their work or a long number, which the program may judge.
    long givenUp() {
        return givenUp;
    }

    long unexplained() {
        return unexplained;
    }

    /// Runs one seed.
    ///
    /// @return the differences, each in a sentence
    List<String> run(long seed) {
        Random random = new Random(seed);
        Sketch sketch = Schemas.generate(random);
        List<String> differences = new ArrayList<>();
        switch (compiler.compileAny(sketch.schema())) {
            case Result.Ok<Compiled>(Compiled compiled) -> {
                for (int i = 0; i < PAIRS_PER_SEED; i++) {
                    String instance = sketch.sampler().sample(random, DEPTH);
                    byte[] bytes = random.nextInt(3) > 0
                            ? instance.getBytes(StandardCharsets.UTF_8)
                            : Mutations.mutated(instance, random);
                    String difference = compare(compiled.schema(), bytes);
                    if (difference != null) {
                        unexplained++;
                        differences.add("%s%n  schema   %s%n  instance %s"
                                .formatted(difference, shown(sketch.schema()), shown(text(bytes))));
                    }
                }
            }
            case Result.Refused<Compiled>(Problem problem) -> refusedSchemas++;
        }
        return differences;
    }

    private @Nullable String compare(ProgramSchema schema, byte[] bytes) {
        Problem program = schema.checkAny(bytes, 0, bytes.length);
        Problem library = schema.checkByLibrary(bytes, 0, bytes.length);
        pairs++;
        if (library != null && LibrarySchema.givesUp(library)) {
            givenUp++;
            return null;
        }
        if (program == null && library == null) {
            valid++;
            return null;
        }
        boolean same = program != null && library != null && program.code() == library.code();
        return same ? null : "program: %s, library: %s".formatted(said(program), said(library));
    }

    private static String said(@Nullable Problem problem) {
        return problem == null ? "valid" : problem.code() + " " + problem.violations();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String shown(String text) {
        return text.length() <= SHOWN_CHARS_MAX ? text : text.substring(0, SHOWN_CHARS_MAX) + "...";
    }
}
