package io.ttdust.simulation.log;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;

/// Rules behind the cases that stories contain, beside those of [Mutant]: without any of them some story fails.
enum Rule implements Breakage {
    /// A commit says where it lies, so a stale one of a recycled file is none.
    COMMIT_NAMES_ITS_PLACE("format.CommitHeader", "claims", "getLong") {
        @Override
        void breakAt(CodeBuilder code) {
            code.pop2().lload(2);
        }
    },

    /// A commit is whole when its checksum is right.
    COMMIT_HAS_A_CHECKSUM("recovery.SegmentScanner", "load", "verify") {
        @Override
        void breakAt(CodeBuilder code) {
            code.pop().pop2().iconst_1();
        }
    },

    /// Receive times grow, also when the clock is set back.
    TIME_NEVER_GOES_BACK("commit.Staging", "append", "max") {
        @Override
        void breakAt(CodeBuilder code) {
            code.pop2();
        }
    },

    /// A spare of another size is of no use.
    SPARE_HAS_THE_SIZE("segment.Spares", "adopt", "sizeOf") {
        @Override
        void breakAt(CodeBuilder code) {
            ClassDesc spares = ClassDesc.of(LogLoader.LOG + "segment.Spares");
            code.pop().getfield(spares, "segmentBytes", ConstantDescs.CD_long);
        }
    },

    /// The log's start is durable before files behind it are given back.
    START_IS_MOVED_FIRST("retention.Retention", "giveBack", "moveTo") {
        @Override
        void breakAt(CodeBuilder code) {
            code.pop2().pop();
        }
    },

    /// A session's segment lies behind every place that an earlier one can have written.
    NEW_SESSION_NEW_PLACE("recovery.FoundSegment", "unused", "max") {
        @Override
        void breakAt(CodeBuilder code) {
            code.pop2().pop2().ldc(4096L);
        }
    },

    /// The receive times of what is flushed and released still count after a restart.
    FLUSHED_TIMES_COUNT("recovery.Recovery", "judge", "lastMicros") {
        @Override
        void breakAt(CodeBuilder code) {
            code.pop().lconst_0();
        }
    },

    /// Where acknowledged records may be gone, partitions go on far behind.
    OFFSETS_ARE_SKIPPED("recovery.LossFinding", "losses", "") {
        @Override
        public boolean rewrite(CodeBuilder code, CodeElement element) {
            boolean found = element instanceof OperatorInstruction sum && sum.opcode() == Opcode.LADD;
            if (found) {
                breakAt(code);
            }
            return found;
        }

        @Override
        void breakAt(CodeBuilder code) {
            code.pop2();
        }
    },

    /// What is lost is written down.
    LOSS_IS_WRITTEN_DOWN("loss.LossFile", "write", "createWhole") {
        @Override
        void breakAt(CodeBuilder code) {
            code.pop2().pop().pop().pop();
        }
    },

    /// A log goes on in another file only when the full one is synced, however seldom it syncs else.
    FULL_SEGMENT_IS_SYNCED("segment.SegmentWriter", "rotate", "sync") {
        @Override
        void breakAt(CodeBuilder code) {
            code.pop();
        }
    },

    /// A log that is closed is synced, however seldom it syncs else.
    CLOSED_LOG_IS_SYNCED("commit.Committer", "writeMark", "sync") {
        @Override
        void breakAt(CodeBuilder code) {
            code.pop();
        }
    },

    /// What is older than the interval is synced.
    INTERVAL_IS_KEPT("commit.SyncRhythm", "nanosLeft", "toNanos") {
        @Override
        void breakAt(CodeBuilder code) {
            code.pop().ldc(1L << 60);
        }
    };

    private final String type;
    private final String method;
    private final String called;

    Rule(String type, String method, String called) {
        this.type = LogLoader.LOG + type;
        this.method = method;
        this.called = called;
    }

    /// Writes what stands in place of the call.
    abstract void breakAt(CodeBuilder code);

    @Override
    public String type() {
        return type;
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public boolean rewrite(CodeBuilder code, CodeElement element) {
        boolean found = element instanceof InvokeInstruction call && call.name().equalsString(called);
        if (found) {
            breakAt(code);
        }
        return found;
    }
}
