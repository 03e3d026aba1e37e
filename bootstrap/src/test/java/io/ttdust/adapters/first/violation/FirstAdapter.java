package io.ttdust.adapters.first.violation;

import io.ttdust.adapters.second.violation.SecondAdapter;
import io.ttdust.bootstrap.Core;

/// An adapter that knows another one and the program.
public record FirstAdapter(SecondAdapter neighbour, Core core) {}
