package io.ttdust.cli.server;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/// A server that this process starts, kills and starts again on one data directory.
///
/// It ends with this process, and so does the database a hard kill leaves behind, unless the server is left
/// ([#leave]). Only what was started here is ever killed. For one thread, except [#close].
public final class ChildServer implements AutoCloseable {

    private final ServerLauncher launcher;
    private final ServerSettings settings;
    private final Thread guard = new Thread(this::interrupted, "child-server-guard");
    private volatile @Nullable ServerProcess process;
    private volatile boolean left;
    private volatile Runnable afterInterruption = () -> {};

    public ChildServer(ServerLauncher launcher, ServerSettings settings) {
        this.launcher = launcher;
        this.settings = settings;
        Runtime.getRuntime().addShutdownHook(guard);
    }

    /// What is to be done when this process is told to end meanwhile, after the server has ended.
    public void onInterruption(Runnable action) {
        afterInterruption = action;
    }

    /// Starts it and waits until it is ready.
    ///
    /// @throws io.ttdust.cli.console.CommandException with the end of its output, if it does not become ready
    public Endpoints start() {
        launch();
        return awaitReady();
    }

    /// Starts it and does not wait.
    public void launch() {
        process = ServerProcess.start(launcher, settings);
    }

    /// Waits until what was launched is ready.
    public Endpoints awaitReady() {
        return running().awaitReady();
    }

    public long pid() {
        return running().pid();
    }

    /// Kills it as `kill -9` does and waits until it is gone. Its database is left behind, as by a real crash.
    public void killHard() {
        running().killHard();
    }

    /// Asks it to end, as `kill` does, and waits until it has.
    ///
    /// @throws io.ttdust.cli.console.CommandException with the end of its output, if it does not end in time or
    ///     ends with an error
    public void stop() {
        running().stop();
    }

    /// The last log line of its latest run with `"event": name`, or a missing node.
    public JsonNode lastEvent(String name) {
        return running().lastEvent(name);
    }

    /// Lets it run on after this process.
    public void leave() {
        left = true;
    }

    /// Ends it, and the database it may have left behind, whatever state they are in; does nothing to one that was
    /// [#leave]d.
    @Override
    public void close() {
        endAll();
        try {
            Runtime.getRuntime().removeShutdownHook(guard);
        } catch (IllegalStateException e) { // shutting down already: the guard does the same
            return;
        }
    }

    private void interrupted() {
        endAll();
        afterInterruption.run();
    }

    private void endAll() {
        ServerProcess latest = process;
        if (latest == null || left) {
            return;
        }
        latest.killHard();
        OrphanedDatabase.end(settings.data());
    }

    private ServerProcess running() {
        ServerProcess latest = process;
        if (latest == null) {
            throw new IllegalStateException("the server was not started");
        }
        return latest;
    }
}
