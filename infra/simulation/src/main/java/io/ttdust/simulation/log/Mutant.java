package io.ttdust.simulation.log;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;

/// A rule of the log, broken in the bytes of one of its methods.
enum Mutant implements Breakage {
    /// The sync behind a commit is left out.
    ACK_BEFORE_SYNC("segment.SegmentWriter", "sync") {
        @Override
        public boolean rewrite(CodeBuilder code, CodeElement element) {
            return calls(element, "file/LogFile", "sync") && drop(code);
        }
    },

    /// No proof is ever found, so rot in the middle is cut as if it were a tail.
    CUT_IN_THE_MIDDLE("recovery.Aftermath", "isDamage") {
        @Override
        public boolean rewrite(CodeBuilder code, CodeElement element) {
            if (element instanceof FieldInstruction field
                    && field.opcode() == Opcode.GETFIELD
                    && field.name().equalsString("proof")) {
                code.pop().iconst_0();
                return true;
            }
            return false;
        }
    },

    /// A segment's name is not made durable.
    NO_DIRECTORY_SYNC("segment.SegmentWriter", "create") {
        @Override
        public boolean rewrite(CodeBuilder code, CodeElement element) {
            return calls(element, "file/LogFiles", "syncDirectory") && drop(code);
        }
    },

    /// A sync that failed is tried again, and believed.
    RETRIED_SYNC("segment.SegmentWriter", "sync") {
        @Override
        public boolean rewrite(CodeBuilder code, CodeElement element) {
            if (calls(element, "file/LogFile", "sync")) {
                code.invokestatic(
                        ClassDesc.of("io.ttdust.simulation.log.loaded.TriedAgain"),
                        "sync",
                        MethodTypeDesc.of(ConstantDescs.CD_void, ClassDesc.of(LogLoader.LOG + "file.LogFile")));
                return true;
            }
            return false;
        }
    },

    /// Partitions whose records have all been released begin again at offset 0.
    REUSED_OFFSET("recovery.Recovery", "judge") {
        @Override
        public boolean rewrite(CodeBuilder code, CodeElement element) {
            return calls(element, "recovery/FlushedPart", "apply") && drop(code);
        }
    },

    /// What is kept without proof is shown as the page cache has it.
    UNPROVEN_PAGES("recovery.Recovery", "run") {
        @Override
        public boolean rewrite(CodeBuilder code, CodeElement element) {
            if (calls(element, "recovery/Recovery", "rewriteUnproven")) {
                code.pop().lconst_0();
                return true;
            }
            return false;
        }
    };

    private final String type;
    private final String method;

    Mutant(String type, String method) {
        this.type = LogLoader.LOG + type;
        this.method = method;
    }

    @Override
    public String type() {
        return type;
    }

    @Override
    public String method() {
        return method;
    }

    private static boolean calls(CodeElement element, String owner, String name) {
        return element instanceof InvokeInstruction call
                && call.owner().asInternalName().endsWith("/" + owner)
                && call.name().equalsString(name);
    }

    /// Leaves out a call without arguments and result.
    private static boolean drop(CodeBuilder code) {
        code.pop();
        return true;
    }
}
