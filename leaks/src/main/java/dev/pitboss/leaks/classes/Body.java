package dev.pitboss.leaks.classes;

import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.IncrementInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.classfile.instruction.ThrowInstruction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The instructions of a method, by index.
final class Body {
  /// A range of instructions whose exceptions one instruction catches.
  ///
  /// @param start first instruction of the range
  /// @param end first one after it
  /// @param target the handler
  /// @param type internal name of the class it catches, or an empty text for all
  record Handler(int start, int end, int target, String type) {
    boolean covers(int at) {
      return start <= at && at < end;
    }

    /// A `finally`, a `synchronized`, or the close of a `try` with resources.
    boolean isCleanup() {
      return type.isEmpty() || type.equals("java/lang/Throwable");
    }
  }

  private final List<Instruction> instructions = new ArrayList<>();
  private final List<Integer> lines = new ArrayList<>();
  private final List<Handler> handlers = new ArrayList<>();
  private final Map<Label, Integer> labels = new HashMap<>();
  private final int locals;
  private final List<BitSet> live;
  private final BitSet counted = new BitSet();
  private boolean hasLines;

  Body(CodeModel code) {
    locals = ((CodeAttribute) code).maxLocals();
    int line = 1;
    List<ExceptionCatch> catches = new ArrayList<>();
    for (CodeElement element : code) {
      switch (element) {
        case LineNumber number -> {
          line = Math.max(1, number.line());
          hasLines = true;
        }
        case LabelTarget target -> labels.put(target.label(), instructions.size());
        case ExceptionCatch each -> catches.add(each);
        case Instruction instruction -> {
          if (instruction instanceof IncrementInstruction increment) {
            counted.set(increment.slot());
          }
          instructions.add(instruction);
          lines.add(line);
        }
        case CodeElement _ -> {
          // names of variables and types of frames
        }
      }
    }
    for (ExceptionCatch each : catches) {
      handlers.add(
          new Handler(
              index(each.tryStart()),
              index(each.tryEnd()),
              index(each.handler()),
              each.catchType().map(type -> type.asInternalName()).orElse("")));
    }
    live = liveness();
  }

  int size() {
    return instructions.size();
  }

  /// Whether a variable is a counter: its first value tells nothing of the later ones.
  boolean isCounted(int slot) {
    return counted.get(slot);
  }

  int locals() {
    return locals;
  }

  Instruction at(int index) {
    return instructions.get(index);
  }

  int line(int index) {
    return lines.get(Math.min(index, lines.size() - 1));
  }

  boolean hasLines() {
    return hasLines;
  }

  List<Handler> handlers() {
    return handlers;
  }

  int index(Label label) {
    return labels.getOrDefault(label, instructions.size());
  }

  /// Whether a call is the null check that a compiler puts before inner classes and method
  /// references.
  boolean isNullCheck(int index) {
    return at(index) instanceof InvokeInstruction invoke
        && invoke.name().equalsString("requireNonNull")
        && invoke.type().equalsString("(Ljava/lang/Object;)Ljava/lang/Object;")
        && index + 1 < size()
        && at(index + 1).opcode() == Opcode.POP;
  }

  /// The variables that an instruction or a later one reads.
  BitSet live(int index) {
    return live.get(index);
  }

  /// The instructions that may follow, exceptions aside.
  List<Integer> next(int index) {
    return switch (at(index)) {
      case ReturnInstruction _, ThrowInstruction _ -> List.of();
      case BranchInstruction branch ->
          branch.opcode() == Opcode.GOTO || branch.opcode() == Opcode.GOTO_W
              ? List.of(index(branch.target()))
              : List.of(index + 1, index(branch.target()));
      case TableSwitchInstruction choice -> targets(choice.defaultTarget(), choice.cases());
      case LookupSwitchInstruction choice -> targets(choice.defaultTarget(), choice.cases());
      case Instruction _ -> List.of(index + 1);
    };
  }

  private List<Integer> targets(Label otherwise, List<SwitchCase> cases) {
    List<Integer> targets = new ArrayList<>();
    targets.add(index(otherwise));
    cases.forEach(each -> targets.add(index(each.target())));
    return targets.stream().distinct().toList();
  }

  /// The instructions that an instruction may lead to, itself included.
  ///
  /// @param withHandlers whether exceptions count
  BitSet reachable(int from, boolean withHandlers) {
    return reachable(from, withHandlers, new BitSet());
  }

  /// The same, without going past some.
  BitSet reachable(int from, boolean withHandlers, BitSet ends) {
    BitSet seen = new BitSet();
    Deque<Integer> open = new ArrayDeque<>(List.of(from));
    while (!open.isEmpty()) {
      int at = open.pop();
      if (at >= size() || seen.get(at)) {
        continue;
      }
      seen.set(at);
      if (!ends.get(at)) {
        open.addAll(next(at));
      }
      if (withHandlers) {
        handlers.stream().filter(each -> each.covers(at)).forEach(each -> open.add(each.target));
      }
    }
    return seen;
  }

  private List<BitSet> liveness() {
    List<BitSet> in = new ArrayList<>();
    for (int i = 0; i <= size(); i++) {
      in.add(new BitSet());
    }
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int i = size() - 1; i >= 0; i--) {
        BitSet now = new BitSet();
        for (int next : next(i)) {
          now.or(in.get(Math.min(next, size())));
        }
        if (at(i) instanceof StoreInstruction store) {
          now.clear(store.slot());
        }
        for (Handler handler : handlers) {
          if (handler.covers(i)) {
            now.or(in.get(handler.target));
          }
        }
        if (at(i) instanceof LoadInstruction load) {
          now.set(load.slot());
        } else if (at(i) instanceof IncrementInstruction increment) {
          now.set(increment.slot());
        }
        if (!now.equals(in.get(i))) {
          in.set(i, now);
          changed = true;
        }
      }
    }
    return in;
  }
}
