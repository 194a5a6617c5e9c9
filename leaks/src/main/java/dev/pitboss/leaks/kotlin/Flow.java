package dev.pitboss.leaks.kotlin;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Follows what a variable holds over all paths of the block that declares it.
final class Flow {
  /// Where the connection is.
  enum Status {
    BEFORE,
    OPEN,
    CLOSED,
    ESCAPED
  }

  /// How a path goes on.
  enum Way {
    NORMAL,
    RETURN,
    THROW,
    LOOP
  }

  /// The end of a path.
  ///
  /// @param line of what ended it
  /// @param at offset of what ended it
  /// @param isCaught whether an exception was caught on the way
  record Out(Way way, Status status, int line, int at, boolean isCaught) {
    Out with(Status changed) {
      return new Out(way, changed, line, at, isCaught);
    }
  }

  /// A place that closes.
  ///
  /// @param tryAt offset of the `try` in whose `finally` it stands, or of the `use`, or -1
  record Close(int at, int tryAt, boolean isInCatchingTry, boolean isInWhen) {}

  private final Functions functions;
  private final KtNode site;
  private final CallFlow calls;
  private final Set<String> names = new HashSet<>();
  private final Set<Close> closes = new LinkedHashSet<>();
  private final List<Out> reassigned = new ArrayList<>();
  private boolean isCaptured;
  private boolean isHanded;
  private boolean isInUnclosedField;
  private boolean isDependentReturned;
  private boolean isReturned;
  private String unknown = "";
  private int finallyOf = -1;
  private int catching;
  private int whens;

  /// @param name the variable
  /// @param site the expression that acquires, or a node outside of the block
  Flow(Functions functions, String name, KtNode site) {
    this.functions = functions;
    this.site = site;
    calls = new CallFlow(this, functions);
    names.add(name);
  }

  Set<Close> closes() {
    return closes;
  }

  List<Out> reassigned() {
    return reassigned;
  }

  boolean isCaptured() {
    return isCaptured;
  }

  boolean isHanded() {
    return isHanded;
  }

  boolean isInUnclosedField() {
    return isInUnclosedField;
  }

  boolean isDependentReturned() {
    return isDependentReturned;
  }

  boolean isReturned() {
    return isReturned;
  }

  /// The names by which the connection is known.
  Set<String> names() {
    return names;
  }

  void captured() {
    isCaptured = true;
  }

  void handed() {
    isHanded = true;
  }

  void leaveOpen(String reason) {
    unknown = reason;
  }

  /// A use that is not followed, in words, or an empty text.
  String unknown() {
    return unknown;
  }

  Set<Out> run(KtNode block, Status first) {
    return eval(block, Set.of(new Out(Way.NORMAL, first, block.line(), block.to(), false)));
  }

  Set<Out> eval(@Nullable KtNode node, Set<Out> before) {
    if (node == null) {
      return before;
    }
    Set<Out> after = new LinkedHashSet<>();
    for (Out out : before) {
      if (out.way == Way.NORMAL) {
        after.addAll(eval(node, out));
      } else {
        after.add(out);
      }
    }
    return after;
  }

  private Set<Out> eval(KtNode node, Out in) {
    if (node == site) {
      return acquire(node, in);
    }
    return switch (node.type()) {
      case "function_declaration",
          "class_declaration",
          "object_declaration",
          "object_literal",
          "anonymous_function",
          "lambda_literal" ->
          captured(node, in);
      case "call_expression" -> calls.of(node, in);
      case "jump_expression" -> jump(node, in);
      case "if_expression" -> condition(node, in);
      case "when_expression" -> when(node, in);
      case "for_statement", "while_statement", "do_while_statement" -> loop(node, in);
      case "try_expression" -> attempt(node, in);
      case "assignment" -> assignment(node, in);
      case "property_declaration" -> declaration(node, in);
      case "elvis_expression" -> elvis(node, in);
      default -> all(node.children(), Set.of(in));
    };
  }

  Set<Out> all(List<KtNode> nodes, Set<Out> before) {
    Set<Out> after = before;
    for (KtNode each : nodes) {
      after = eval(each, after);
    }
    return after;
  }

  static Out thrown(KtNode node, Out in) {
    return new Out(Way.THROW, in.status, node.line(), node.from(), in.isCaught);
  }

  private Set<Out> acquire(KtNode node, Out in) {
    if (in.status == Status.OPEN) {
      reassigned.add(new Out(Way.LOOP, in.status, node.line(), node.from(), in.isCaught));
    }
    Set<Out> after = new LinkedHashSet<>();
    after.add(thrown(node, in.with(Status.BEFORE)));
    after.add(in.with(Status.OPEN));
    return after;
  }

  boolean isHeld(@Nullable KtNode node) {
    if (node == null) {
      return false;
    }
    KtNode bare = node.bare();
    return names.contains(bare.is("simple_identifier", "this_expression") ? bare.text() : "");
  }

  boolean mentions(KtNode node) {
    return !node.find(each -> each.is("simple_identifier") && names.contains(each.text()))
        .isEmpty();
  }

  /// A function that may run later.
  private Set<Out> captured(KtNode node, Out in) {
    if (in.status == Status.OPEN && mentions(node)) {
      isCaptured = true;
    }
    return Set.of(in);
  }

  Set<Out> close(KtNode node, Out in, int tryAt) {
    if (in.status == Status.OPEN) {
      closes.add(new Close(node.from(), tryAt >= 0 ? tryAt : finallyOf, catching > 0, whens > 0));
    }
    return Set.of(in.status == Status.OPEN ? in.with(Status.CLOSED) : in);
  }

  private Set<Out> jump(KtNode node, Out in) {
    KtNode word = node.children().isEmpty() ? node : node.children().getFirst();
    List<KtNode> rest =
        node.children().isEmpty() ? List.of() : node.children().subList(1, node.children().size());
    KtNode value = rest.isEmpty() ? null : rest.getLast();
    if (word.is("break", "continue")) {
      return Set.of(new Out(Way.LOOP, in.status, node.line(), node.from(), in.isCaught));
    }
    Set<Out> after = new LinkedHashSet<>();
    for (Out out : all(rest, Set.of(in))) {
      if (out.way != Way.NORMAL) {
        after.add(out);
      } else if (word.is("throw")) {
        after.add(thrown(node, out));
      } else {
        after.add(returned(node, value, out));
      }
    }
    return after;
  }

  private Out returned(KtNode node, @Nullable KtNode value, Out in) {
    Status status = in.status;
    if (value != null && status == Status.OPEN) {
      if (isHeld(value) || value.bare() == site) {
        status = Status.ESCAPED;
        isReturned = true;
      } else {
        isDependentReturned |= mentions(value) && Calls.isDependent(value.bare());
      }
    }
    return new Out(Way.RETURN, status, node.line(), node.from(), in.isCaught);
  }

  private Set<Out> condition(KtNode node, Out in) {
    List<KtNode> bodies = node.allOfType("control_structure_body");
    KtNode test = node.children().size() > 0 ? Calls.test(node) : null;
    Set<Out> after = new LinkedHashSet<>();
    boolean hasElse = node.ofType("else") != null;
    KtNode whenTrue =
        bodies.isEmpty() || (hasElse && bodies.size() == 1) ? null : bodies.getFirst();
    KtNode whenFalse = hasElse && !bodies.isEmpty() ? bodies.getLast() : null;
    for (Out out : eval(test, Set.of(in))) {
      if (out.way != Way.NORMAL) {
        after.add(out);
        continue;
      }
      Boolean known = test == null ? null : known(test, out.status);
      if (!Boolean.FALSE.equals(known)) {
        after.addAll(eval(whenTrue, Set.of(out)));
      }
      if (!Boolean.TRUE.equals(known)) {
        after.addAll(eval(whenFalse, Set.of(out)));
      }
    }
    return after;
  }

  /// What a test of the variable against `null` says.
  private @Nullable Boolean known(KtNode test, Status status) {
    KtNode bare = test.bare();
    boolean isNullTest =
        bare.is("equality_expression")
            && isHeld(bare.children().getFirst())
            && bare.text().endsWith("null");
    if (!isNullTest) {
      return null;
    }
    boolean isNull = status == Status.BEFORE;
    return bare.text().contains("!=") != isNull;
  }

  private Set<Out> when(KtNode node, Out in) {
    Set<Out> before = eval(node.ofType("when_subject"), Set.of(in));
    Set<Out> after = new LinkedHashSet<>();
    boolean hasElse = false;
    whens += node.isInside(site) || site.isInside(node) ? 0 : 1;
    for (KtNode entry : node.allOfType("when_entry")) {
      hasElse |= entry.ofType("else") != null;
      after.addAll(all(entry.children(), before));
    }
    whens -= node.isInside(site) || site.isInside(node) ? 0 : 1;
    boolean isSame = after.stream().allMatch(each -> each.status == Status.CLOSED);
    if (!hasElse && !isSame) {
      after.addAll(before);
    }
    return after;
  }

  private Set<Out> loop(KtNode node, Out in) {
    Set<Out> ended = new LinkedHashSet<>();
    Set<Out> round = Set.of(in);
    for (int i = 0; i < 3; i++) {
      ended.addAll(round);
      Set<Out> next = new LinkedHashSet<>();
      for (Out out : all(node.children(), round)) {
        if (out.way == Way.NORMAL || out.way == Way.LOOP) {
          next.add(new Out(Way.NORMAL, out.status, out.line, out.at, out.isCaught));
        } else {
          ended.add(out);
        }
      }
      round = next;
    }
    ended.addAll(round);
    return ended;
  }

  private Set<Out> attempt(KtNode node, Out in) {
    List<KtNode> catches = node.allOfType("catch_block");
    KtNode last = node.ofType("finally_block");
    catching += catches.isEmpty() ? 0 : 1;
    Set<Out> tried = eval(node.ofType("statements"), Set.of(in));
    catching -= catches.isEmpty() ? 0 : 1;
    Set<Out> after = new LinkedHashSet<>();
    for (Out out : tried) {
      if (out.way != Way.THROW || catches.isEmpty()) {
        after.add(out);
        continue;
      }
      for (KtNode each : catches) {
        after.addAll(
            eval(
                each.ofType("statements"),
                Set.of(new Out(Way.NORMAL, out.status, out.line, out.at, true))));
      }
    }
    if (last == null) {
      return after;
    }
    int outer = finallyOf;
    finallyOf = node.from();
    Set<Out> done = new LinkedHashSet<>();
    for (Out out : after) {
      Out start = new Out(Way.NORMAL, out.status, out.line, out.at, out.isCaught);
      for (Out each : eval(last.ofType("statements"), Set.of(start))) {
        done.add(each.way == Way.NORMAL ? out.with(each.status) : each);
      }
    }
    finallyOf = outer;
    return done;
  }

  private Set<Out> assignment(KtNode node, Out in) {
    KtNode target = node.ofType("directly_assignable_expression");
    KtNode value = node.children().isEmpty() ? node : node.children().getLast();
    String name = target == null ? "" : target.text();
    Set<Out> after = new LinkedHashSet<>();
    for (Out out : eval(value, Set.of(in))) {
      if (out.way != Way.NORMAL) {
        after.add(out);
      } else if (names.contains(name) && !site.isInside(value)) {
        if (out.status == Status.OPEN) {
          reassigned.add(new Out(Way.LOOP, out.status, node.line(), node.from(), out.isCaught));
        }
        after.add(out.with(Status.BEFORE));
      } else if (isHeld(value) && out.status == Status.OPEN) {
        isInUnclosedField |= !name.contains("[") && !functions.isFieldClosed(node, name);
        after.add(out.with(Status.ESCAPED));
      } else {
        after.add(out);
      }
    }
    return after;
  }

  private Set<Out> declaration(KtNode node, Out in) {
    KtNode variable = node.ofType("variable_declaration");
    KtNode value = node.children().getLast();
    KtNode name = variable == null ? null : variable.ofType("simple_identifier");
    if (name != null && value != variable && isHeld(value)) {
      names.add(name.text());
    }
    return value == variable ? Set.of(in) : eval(value, Set.of(in));
  }

  private Set<Out> elvis(KtNode node, Out in) {
    Set<Out> after = new LinkedHashSet<>(eval(node.children().getFirst(), Set.of(in)));
    after.addAll(eval(node.children().getLast(), Set.of(in)));
    return after;
  }
}
