package io.ttdust.adapters.jsonschema.library;

import com.networknt.schema.Error;
import com.networknt.schema.ExecutionConfig;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.path.NodePath;
import com.networknt.schema.path.PathType;

/// One run of the library over one payload, bounded in work, depth and violations.
///
/// A schema may apply itself many times to one value (`anyOf` under `anyOf`), so that time could grow
/// exponentially with depth; here it grows with the payload, by [#STEPS_PER_BYTE]. An evaluation belongs to one
/// thread and one payload.
public final class Evaluation extends ExecutionContext {

    public static final int VIOLATIONS_MAX = 32;

    private static final int STEPS_PER_BYTE = 64;
    private static final int STEPS_MIN = 100_000;

    /// Keywords and sub-schemas entered and not left; bounds the Java stack, at five or six frames each.
    private static final int DEPTH_MAX = 1_000;

    private static final ScopedValue<Evaluation> CURRENT = ScopedValue.newInstance();
    private static final ExecutionConfig CONFIG =
            ExecutionConfig.builder().formatAssertionsEnabled(true).build();

    /// Stands for every evaluation path, since no message shows one; the library looks at the last two names.
    private static final NodePath PATH =
            new NodePath(PathType.JSON_POINTER).append("schema").append("keyword");

    private final int objectSteps;
    private long stepsLeft;
    private int depth;

    /// @param objectSteps what looking through the widest `properties` or `required` of the schema costs, in steps
    Evaluation(int payloadBytes, int objectSteps) {
        super(CONFIG);
        this.stepsLeft = STEPS_MIN + (long) STEPS_PER_BYTE * payloadBytes;
        this.objectSteps = objectSteps;
    }

    /// Runs `work` so that [#charge] finds this evaluation.
    void run(Runnable work) {
        ScopedValue.where(CURRENT, this).run(work);
    }

    /// Takes `steps` from the evaluation that runs on this thread, if one does.
    static void charge(long steps) {
        if (CURRENT.isBound()) {
            CURRENT.get().spend(steps);
        }
    }

    void spend(long steps) {
        stepsLeft -= steps;
        if (stepsLeft < 0) {
            throw new WorkExceededException();
        }
    }

    @Override
    public NodePath getEvaluationPath() {
        return PATH;
    }

    @Override
    public void evaluationPathAddLast(String keyword) {
        enter(keyword.equals("properties") || keyword.equals("required") ? objectSteps : 1);
    }

    @Override
    public void evaluationPathAddLast(int index) {
        enter(1);
    }

    private void enter(int steps) {
        spend(steps);
        if (++depth > DEPTH_MAX) {
            throw new WorkExceededException();
        }
    }

    @Override
    public void evaluationPathRemoveLast() {
        depth--;
    }

    /// Keeps the first [#VIOLATIONS_MAX] of each list the library collects in; one is enough for the verdict.
    @Override
    public void addError(Error error) {
        if (isFailFast() || getErrors().size() < VIOLATIONS_MAX) {
            super.addError(error);
        }
    }

    /// The schema asks for more work on this payload than its size allows.
    public static final class WorkExceededException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        WorkExceededException() {
            super("the evaluation exceeds its work", null, false, false);
        }
    }
}
