package io.ttdust.simulation.log;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;

/// A change to the bytes of one method.
interface Breakage {

    /// Binary name of the class.
    String type();

    /// The method's name; all of that name are looked at.
    String method();

    /// Writes what stands in place of `element`, or answers false and writes nothing.
    boolean rewrite(CodeBuilder code, CodeElement element);
}
