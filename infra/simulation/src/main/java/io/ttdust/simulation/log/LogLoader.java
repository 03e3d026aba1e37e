package io.ttdust.simulation.log;

import io.ttdust.simulation.schedule.Parking;
import io.ttdust.simulation.schedule.ScheduledLock;
import io.ttdust.simulation.schedule.ScheduledThread;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.constant.ClassDesc;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Loads the log's classes anew, with its threads, locks, parks and clocks replaced, and with one rule broken where
/// that is wanted.
///
/// What makes a thread wait and is not known here would leave the schedule; a run notices that at the first
/// operation on the disk, or at the next lock.
final class LogLoader extends ClassLoader {

    static final String LOG = "io.ttdust.adapters.wal.";
    private static final String LOADED = "io.ttdust.simulation.log.loaded.";

    /// Classes of which the log makes objects, by those that stand in.
    private static final Map<String, ClassDesc> MADE = Map.of(
            "java/lang/Thread", desc(ScheduledThread.class),
            "java/util/concurrent/locks/ReentrantLock", desc(ScheduledLock.class));

    /// Static methods that the log calls, all of which [Parking] has by the same name.
    private static final Set<String> CALLED = Set.of(
            "java/util/concurrent/locks/LockSupport.park",
            "java/util/concurrent/locks/LockSupport.parkNanos",
            "java/util/concurrent/locks/LockSupport.unpark",
            "java/lang/Thread.onSpinWait",
            "java/lang/System.nanoTime",
            "io/ttdust/adapters/wal/segment/Threads.join");

    private final ClassLoader original;
    private final ClassFile classFile;
    private final @Nullable Breakage mutant;
    private final AtomicInteger rewritten = new AtomicInteger();

    static {
        registerAsParallelCapable();
    }

    private LogLoader(ClassLoader original, @Nullable Breakage mutant) {
        super(original);
        this.original = original;
        this.mutant = mutant;
        this.classFile = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(original).cached()));
    }

    private static ClassDesc desc(Class<?> type) {
        return type.describeConstable().orElseThrow();
    }

    /// The log with `mutant`, or as it is where that is null.
    ///
    /// @throws IllegalStateException if there is nothing to break any more where the mutant would break it
    static LogRuns load(@Nullable Breakage mutant) {
        LogLoader loader = new LogLoader(LogLoader.class.getClassLoader(), mutant);
        if (mutant != null) {
            loader.demandRewritten(mutant);
        }
        return ServiceLoader.load(LogRuns.class, loader).findFirst().orElseThrow();
    }

    private void demandRewritten(Breakage wanted) {
        try {
            loadClass(wanted.type());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("%s breaks %s, which is gone".formatted(wanted, wanted.type()), e);
        }
        if (rewritten.get() == 0) {
            throw new IllegalStateException(
                    "%s finds nothing to break in %s.%s".formatted(wanted, wanted.type(), wanted.method()));
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(LOG) && !name.startsWith(LOADED)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            return known == null ? define(name) : known;
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (InputStream content = original.getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (content == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = rewrite(name, content.readAllBytes());
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private byte[] rewrite(String name, byte[] bytes) {
        byte[] scheduled = transform(bytes, ClassTransform.transformingMethodBodies(replacing()));
        Breakage wanted = mutant;
        if (wanted == null || !wanted.type().equals(name)) {
            return scheduled;
        }
        return transform(
                scheduled,
                ClassTransform.transformingMethodBodies(
                        method -> method.methodName().equalsString(wanted.method()), breaking(wanted)));
    }

    private byte[] transform(byte[] bytes, ClassTransform transform) {
        ClassModel model = classFile.parse(bytes);
        return classFile.transformClass(model, transform);
    }

    private CodeTransform breaking(Breakage wanted) {
        return (code, element) -> {
            if (wanted.rewrite(code, element)) {
                rewritten.incrementAndGet();
            } else {
                code.with(element);
            }
        };
    }

    private static CodeTransform replacing() {
        return (code, element) -> {
            switch (element) {
                case NewObjectInstruction made -> {
                    ClassDesc other = MADE.get(made.className().asInternalName());
                    code.new_(other == null ? made.className().asSymbol() : other);
                }
                case InvokeInstruction call -> replaceCall(code, call);
                default -> code.with(element);
            }
        };
    }

    private static void replaceCall(CodeBuilder code, InvokeInstruction call) {
        String owner = call.owner().asInternalName();
        String name = call.name().stringValue();
        ClassDesc made = MADE.get(owner);
        if (made != null && call.opcode() == Opcode.INVOKESPECIAL) {
            code.invokespecial(made, name, call.typeSymbol());
        } else if (call.opcode() == Opcode.INVOKESTATIC && CALLED.contains(owner + "." + name)) {
            code.invokestatic(desc(Parking.class), name, call.typeSymbol());
        } else {
            code.with(call);
        }
    }
}
