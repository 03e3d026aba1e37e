package io.ttdust.adapters.telemetry.port;

import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Times calls that are one transaction of the metadata store each, also those that fail.
record Transactions(Timer timer) {

    <T> T answer(Supplier<T> call) {
        long started = System.nanoTime();
        try {
            return call.get();
        } finally {
            timer.record(System.nanoTime() - started, TimeUnit.NANOSECONDS);
        }
    }

    boolean test(BooleanSupplier call) {
        long started = System.nanoTime();
        try {
            return call.getAsBoolean();
        } finally {
            timer.record(System.nanoTime() - started, TimeUnit.NANOSECONDS);
        }
    }

    void run(Runnable call) {
        long started = System.nanoTime();
        try {
            call.run();
        } finally {
            timer.record(System.nanoTime() - started, TimeUnit.NANOSECONDS);
        }
    }
}
