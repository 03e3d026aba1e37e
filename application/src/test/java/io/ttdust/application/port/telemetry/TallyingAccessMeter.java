package io.ttdust.application.port.telemetry;

import io.ttdust.domain.problem.ErrorCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps what it is told, as lines.
public final class TallyingAccessMeter implements AccessMeter {

    public final List<String> lines = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void authenticated(@Nullable ErrorCode refusal) {
        lines.add(refusal == null ? "ok" : refusal.name());
    }

    @Override
    public void denied() {
        lines.add("denied");
    }
}
