package io.ttdust.adapters.jsonschema;

import io.ttdust.adapters.jsonschema.json.StrictJson;
import io.ttdust.adapters.jsonschema.library.LibrarySchema;
import io.ttdust.adapters.jsonschema.program.Program;
import io.ttdust.adapters.jsonschema.program.Program.Fault;
import io.ttdust.adapters.jsonschema.scan.Pointers;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.problem.Violation;
import io.ttdust.domain.schema.PayloadSchema;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A compiled schema: the [Program] gives the verdict; only when it refuses, the library says all that is wrong.
///
/// Safe for any number of threads.
public final class ProgramSchema implements PayloadSchema {

    /// Keywords of a [Fault] that mean that the bytes are no strict JSON.
    private static final Set<String> NOT_JSON = Set.of(StrictJson.SYNTAX, "duplicate", StrictJson.DEPTH);

    private final Program program;
    private final LibrarySchema library;

    ProgramSchema(Program program, LibrarySchema library) {
        this.program = program;
        this.library = library;
    }

    @Override
    public @Nullable Problem check(byte[] bytes, int offset, int length) {
        return check(bytes, offset, length, true);
    }

    /// As [#check], for a document that need not be an object.
    @Nullable
    public Problem checkAny(byte[] bytes, int offset, int length) {
        return check(bytes, offset, length, false);
    }

    private @Nullable Problem check(byte[] bytes, int offset, int length, boolean object) {
        try (Program.Checks checks = program.open()) {
            return check(checks, bytes, offset, length, object);
        }
    }

    private @Nullable Problem check(Program.Checks checks, byte[] bytes, int offset, int length, boolean object) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        Fault fault = checks.check(bytes, offset, length, object);
        return fault == null ? null : explained(fault, bytes, offset, length, object);
    }

    @Override
    public Checker open() {
        return new ProgramChecker(program.open());
    }

    /// The library's own verdict, for comparison.
    @Nullable
    public Problem checkByLibrary(byte[] bytes, int offset, int length) {
        return library.check(bytes, offset, length, false);
    }

    /// All that is wrong, in the library's words. What it would let pass, or gives up on, is refused in ours,
    /// with the first place alone.
    private Problem explained(Fault fault, byte[] bytes, int offset, int length, boolean object) {
        if (fault.keyword().equals(LibrarySchema.BUDGET)) {
            return LibrarySchema.overBudget(); // enough was spent
        }
        Problem problem = library.check(bytes, offset, length, object);
        if (problem != null && !LibrarySchema.givesUp(problem)) {
            return problem;
        }
        String pointer = Pointers.to(fault.place(), bytes, offset, offset + length);
        if (NOT_JSON.contains(fault.keyword())) {
            String message = "not strict JSON at byte %d".formatted(fault.place() - offset);
            return Problem.of(
                    ErrorCode.INVALID_JSON, message, List.of(new Violation(pointer, fault.keyword(), message)));
        }
        String message = "does not hold what `%s` asks here".formatted(fault.keyword());
        return Problem.of(
                ErrorCode.VALIDATION_ERROR,
                "The payload breaks its schema: " + message,
                List.of(new Violation(pointer, fault.keyword(), message)));
    }

    /// The checks of one thread, on one pass.
    private final class ProgramChecker implements Checker {

        private final Program.Checks checks;

        ProgramChecker(Program.Checks checks) {
            this.checks = checks;
        }

        @Override
        public @Nullable Problem check(byte[] bytes, int offset, int length) {
            return ProgramSchema.this.check(checks, bytes, offset, length, true);
        }

        @Override
        public void close() {
            checks.close();
        }
    }
}
