package io.ttdust.benchmarks.jmh;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/// `bench jmh`: hands its arguments to JMH.
@Command(
        name = "jmh",
        description = "Inner loops, by JMH. Takes JMH's own arguments: -l lists the loops, -h explains, -prof gc"
                + " counts allocation.")
public final class JmhCommand implements Callable<Integer> {

    @Unmatched
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        org.openjdk.jmh.Main.main(arguments.toArray(String[]::new));
        return 0;
    }
}
