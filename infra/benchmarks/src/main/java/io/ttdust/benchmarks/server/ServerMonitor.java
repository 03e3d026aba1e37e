package io.ttdust.benchmarks.server;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/// Looks into a server's JVM while it works: heap and direct memory twice a second through JMX, CPU and resident
/// memory through the operating system. Its database is a process of its own and not in the numbers.
public final class ServerMonitor implements AutoCloseable {

    /// Makes a JVM keep count of its native memory, which costs next to nothing at this level.
    public static final String JVM_OPTION = "-XX:NativeMemoryTracking=summary";

    /// What `Unsafe` allocates is tagged "Other".
    private static final Pattern OFF_HEAP = Pattern.compile("malloc=(\\d+)KB tag=Other #\\d+\\) \\((?:peak=(\\d+)KB)?");

    private static final Duration PERIOD = Duration.ofMillis(500);
    private static final String PEAK_RESIDENT = "VmHWM:";

    private final long pid;
    private final JMXConnector connector;
    private final MemoryMXBean memory;
    private final MBeanServerConnection connection;
    private final Thread sampler =
            Thread.ofPlatform().daemon().name("server-monitor").unstarted(this::run);
    private volatile boolean closed;
    private volatile long heapUsedMax;
    private volatile long heapCommittedMax;

    private ServerMonitor(long pid, JMXConnector connector) throws IOException {
        this.pid = pid;
        this.connector = connector;
        this.connection = connector.getMBeanServerConnection();
        this.memory = ManagementFactory.newPlatformMXBeanProxy(
                connection, ManagementFactory.MEMORY_MXBEAN_NAME, MemoryMXBean.class);
    }

    /// Attaches to the JVM with that process id, which must be of the same user, and begins to sample.
    @SuppressWarnings("BanJNDI") // the address comes from the JVM this process was just attached to
    public static ServerMonitor attach(long pid) {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
            String address = machine.startLocalManagementAgent();
            machine.detach();
            ServerMonitor monitor = new ServerMonitor(pid, JMXConnectorFactory.connect(new JMXServiceURL(address)));
            monitor.sampler.start();
            return monitor;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look into process " + pid, e);
        } catch (AttachNotSupportedException e) {
            throw new IllegalStateException("cannot look into process " + pid, e);
        }
    }

    private void run() {
        while (!closed) {
            sample();
            LockSupport.parkNanos(PERIOD.toNanos());
        }
    }

    private void sample() {
        MemoryUsage heap = memory.getHeapMemoryUsage();
        heapUsedMax = Math.max(heapUsedMax, heap.getUsed());
        heapCommittedMax = Math.max(heapCommittedMax, heap.getCommitted());
    }

    /// CPU time the process has used, user and system.
    public long cpuNanos() {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElse(Duration.ZERO)
                .toNanos();
    }

    /// Most heap in use in any sample, garbage included, bytes.
    public long heapUsedMax() {
        return heapUsedMax;
    }

    /// Most heap taken from the machine, bytes.
    public long heapCommittedMax() {
        return heapCommittedMax;
    }

    /// Most memory that Java code ever held off the heap, bytes: direct buffers of the JDK and of Netty, and
    /// foreign segments such as the log's staging buffers. The JDK's own count of direct buffers misses the last
    /// two.
    ///
    /// @throws IllegalStateException if the JVM was not started with [#JVM_OPTION]
    public long offHeapMax() {
        String report;
        try {
            report = String.valueOf(connection.invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "vmNativeMemory",
                    new Object[] {new String[] {"summary"}},
                    new String[] {String[].class.getName()}));
        } catch (IOException | JMException e) {
            throw new IllegalStateException("cannot ask process %d for its native memory".formatted(pid), e);
        }
        Matcher unsafe = OFF_HEAP.matcher(report);
        if (!unsafe.find()) {
            throw new IllegalStateException("no line tagged Other in the JVM's report:\n" + report);
        }
        String peak = unsafe.group(2); // absent when the peak is now
        return Long.parseLong(peak == null ? unsafe.group(1) : peak) << 10;
    }

    /// Most memory ever resident, bytes; -1 where the system does not tell.
    public long residentMax() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/%d/status".formatted(pid)))) {
                if (line.startsWith(PEAK_RESIDENT)) {
                    String kib = line.substring(PEAK_RESIDENT.length()).strip().split(" ", -1)[0];
                    return Long.parseLong(kib) << 10;
                }
            }
            return -1;
        } catch (IOException e) {
            return -1;
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(sampler);
        try {
            sampler.join();
            connector.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // The server is gone, and the connection with it.
            return;
        }
    }
}
