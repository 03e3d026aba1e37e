package io.ttdust.benchmarks.server;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/// Looks into a server's JVM while it works: heap and direct memory twice a second through JMX, CPU and resident
/// memory through the operating system. Its database is a process of its own and not in the numbers.
public final class ServerMonitor implements AutoCloseable {

    private static final Duration PERIOD = Duration.ofMillis(500);
    private static final String PEAK_RESIDENT = "VmHWM:";

    private final long pid;
    private final JMXConnector connector;
    private final MemoryMXBean memory;
    private final List<BufferPoolMXBean> pools;
    private final Thread sampler =
            Thread.ofPlatform().daemon().name("server-monitor").unstarted(this::run);
    private volatile boolean closed;
    private volatile long heapUsedMax;
    private volatile long heapCommittedMax;
    private volatile long directMax;

    private ServerMonitor(long pid, JMXConnector connector) throws IOException {
        this.pid = pid;
        this.connector = connector;
        MBeanServerConnection connection = connector.getMBeanServerConnection();
        this.memory = ManagementFactory.newPlatformMXBeanProxy(
                connection, ManagementFactory.MEMORY_MXBEAN_NAME, MemoryMXBean.class);
        this.pools = ManagementFactory.getPlatformMXBeans(connection, BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .toList();
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
        long direct = 0;
        for (BufferPoolMXBean pool : pools) {
            direct += pool.getMemoryUsed();
        }
        directMax = Math.max(directMax, direct);
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

    /// Most direct memory in any sample, bytes.
    public long directMax() {
        return directMax;
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
