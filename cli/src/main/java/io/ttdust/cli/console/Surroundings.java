package io.ttdust.cli.console;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/// What a command that works in a pipe has around it.
///
/// @param in standard input
/// @param out standard output, byte by byte
/// @param notes where a person is told what goes on: standard error
/// @param environment the variables of the process
public record Surroundings(InputStream in, OutputStream out, Terminal notes, Map<String, String> environment) {

    public Surroundings {
        environment = Map.copyOf(environment);
    }
}
