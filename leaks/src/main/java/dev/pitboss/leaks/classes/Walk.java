package dev.pitboss.leaks.classes;

import dev.pitboss.leaks.java.flow.Relation;
import java.lang.classfile.Instruction;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.DiscontinuedInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.IncrementInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Follows one resource over all paths of a method, exceptions included.
///
/// A state that was there before is not followed again, so loops end. Paths are told apart by what
/// the variables that are still read hold, and by tests of them: a condition that was decided once
/// is decided the same way again.
final class Walk {
  /// A method with more states has too many paths to be judged.
  private static final int MAX_STATES = 20_000;

  /// Ahead of the type of an exception that is only possible.
  private static final String POSSIBLE = "?";

  /// A method with more paths than are followed.
  static final class TooComplex extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooComplex() {
      super("it has more paths than are followed");
    }
  }

  private record At(int index, State state) {}

  private final Analysis analysis;
  private final Method method;
  private final Body body;
  private final int site;
  private final Relation relation;
  private final BitSet leadsToSite = new BitSet();
  private final Deque<At> open = new ArrayDeque<>();
  private final Map<Integer, Set<State>> seen = new HashMap<>();
  private final Outcome outcome = new Outcome();
  private final Calls calls;
  private final Operands operands;
  private int bound = MAX_STATES;

  /// @param site the instruction that yields the resource, or -1 when the first state has it
  /// @param relation of what it yields
  Walk(Analysis analysis, Method method, Body body, int site, Relation relation) {
    this.analysis = analysis;
    this.method = method;
    this.body = body;
    this.site = site;
    this.relation = relation;
    calls = new Calls(this);
    operands = new Operands(this);
    if (site >= 0) {
      findWays();
    }
  }

  private void findWays() {
    leadsToSite.set(site);
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int i = body.size() - 1; i >= 0; i--) {
        if (!leadsToSite.get(i) && leads(i)) {
          leadsToSite.set(i);
          changed = true;
        }
      }
    }
  }

  private boolean leads(int index) {
    return body.next(index).stream().anyMatch(leadsToSite::get)
        || body.handlers().stream()
            .anyMatch(each -> each.covers(index) && leadsToSite.get(each.target()));
  }

  /// With another bound on states.
  Walk within(int states) {
    bound = states;
    return this;
  }

  Analysis analysis() {
    return analysis;
  }

  Method method() {
    return method;
  }

  Body body() {
    return body;
  }

  Outcome outcome() {
    return outcome;
  }

  /// The state in which the method starts when nothing is known of its parameters.
  State start() {
    List<Value> locals = new ArrayList<>();
    for (int i = 0; i < body.locals(); i++) {
      locals.add(i == 0 && !method.isStatic() ? Value.THIS : Value.unknown(Value.parameterId(i)));
    }
    return new State(locals, List.of(), Map.of(), State.Status.BEFORE, Set.of(), -1, null);
  }

  /// Follows all paths from the method's start.
  ///
  /// @throws TooComplex when there are too many
  Outcome run(State first) {
    enter(0, first);
    int states = 0;
    while (!open.isEmpty()) {
      if (++states > bound) {
        throw new TooComplex();
      }
      At at = open.poll();
      execute(at.index, at.state);
    }
    return outcome;
  }

  void enter(int index, State state) {
    boolean isDone =
        site >= 0 && !state.isOpen() && (index >= body.size() || !leadsToSite.get(index));
    if (index >= body.size() || isDone) {
      return;
    }
    State live = state.live(body.live(index));
    if (seen.computeIfAbsent(index, _ -> new HashSet<>()).add(live)) {
      open.add(new At(index, live));
    }
  }

  private void execute(int index, State state) {
    switch (body.at(index)) {
      case LoadInstruction load -> {
        int slots = load.typeKind().slotSize();
        enter(index + 1, state.push(state.locals().get(load.slot()), slots));
      }
      case StoreInstruction store -> store(index, store, state);
      case IncrementInstruction increment ->
          enter(index + 1, state.store(increment.slot(), Value.unknown(index), 1));
      case InvokeInstruction invoke ->
          calls.invoke(Call.of(index, body.line(index), invoke), state);
      case InvokeDynamicInstruction dynamic -> calls.functions().create(index, dynamic, state);
      case FieldInstruction field -> operands.field(index, field, state);
      case BranchInstruction branch -> branch(index, branch, state);
      case TableSwitchInstruction choice ->
          choose(state, body.index(choice.defaultTarget()), choice.cases());
      case LookupSwitchInstruction choice ->
          choose(state, body.index(choice.defaultTarget()), choice.cases());
      case ReturnInstruction returns -> {
        Value value =
            returns.typeKind() == TypeKind.VOID
                ? Value.NOTHING
                : state.top(returns.typeKind().slotSize() - 1);
        outcome
            .exits()
            .add(new Outcome.Exit(index, state.step(body.line(index), "returns"), value, null));
      }
      case ThrowInstruction _ -> raise(index, state, exception(state.top(0)));
      case DiscontinuedInstruction _ ->
          throw new IllegalArgumentException("it uses subroutines of class files before Java 6");
      case Instruction other -> enter(index + 1, operands.apply(index, other, state));
    }
  }

  private Outcome.Thrown exception(Value value) {
    String type = value.type() == null ? "java/lang/Throwable" : value.type();
    boolean isDeclared = !type.startsWith(POSSIBLE);
    return new Outcome.Thrown(isDeclared ? type : type.substring(1), isDeclared, "throw");
  }

  private void store(int index, StoreInstruction store, State state) {
    int slots = store.typeKind().slotSize();
    Value top = state.top(slots - 1);
    Value value =
        body.isCounted(store.slot()) && top.number() != null
            ? new Value(Relation.NONE, index, null, false, Comparisons.COUNTER, null)
            : top;
    Value old = state.locals().get(store.slot());
    State after = state.pop(slots).store(store.slot(), value, slots);
    boolean isOverwritten =
        state.isOpen()
            && old.relation().reaches()
            && !after.isReachable()
            && !after.holds(each -> each == Relation.POOL)
            && (Value.NULL.equals(value)
                || (value.type() != null && analysis.program().isConnection(value.type())));
    if (isOverwritten) {
      after = after.step(body.line(index), "reassigned").mark(State.Mark.REASSIGNED);
    }
    if (value.relation().reaches()) {
      outcome.stored();
    }
    enter(index + 1, after);
  }

  /// The resource is there: what the instruction yields, or throws.
  ///
  /// @param pool the method's own, which hands it over, or [Value#NOTHING]
  void acquire(int at, State before, int slots, Value pool) {
    State old = before;
    if (before.isOpen()) {
      boolean isKept =
          before.isInField()
              || before.holds(each ->
                  each == Relation.CONTAINER || each == Relation.OWNER || each == Relation.POOL);
      if (!isKept) {
        outcome.dropped().add(before);
        old = before.with(State.Status.BEFORE);
      }
    }
    raise(at, old, new Outcome.Thrown("java/sql/SQLException", true, "the next acquisition"));
    State after = old.acquired(body.line(at)).learn(pool.id(), each -> each.as(pool.relation()));
    enter(at + 1, after.push(Value.held(relation, at), slots));
  }

  boolean isSite(int index) {
    return index == site;
  }

  void close(int at, State state) {
    outcome.closes().add(new Outcome.Close(at, state.cleanup()));
  }

  /// An exception, caught by the handlers that may catch it or leaving the method.
  void raise(int index, State state, Outcome.Thrown thrown) {
    State failed = state.step(body.line(index), "throws " + thrown.simple());
    String type = (thrown.isDeclared() ? "" : POSSIBLE) + thrown.type();
    for (Body.Handler handler : body.handlers()) {
      if (!handler.covers(index)) {
        continue;
      }
      Boolean catches =
          handler.type().isEmpty()
              ? (Boolean) true
              : analysis.program().isA(thrown.type(), handler.type());
      Boolean narrows = analysis.program().isA(handler.type(), thrown.type());
      if (Boolean.FALSE.equals(catches) && Boolean.FALSE.equals(narrows)) {
        continue;
      }
      State caught = failed.stacked(List.of(Value.created(index, type)));
      enter(
          handler.target(),
          handler.isCleanup()
              ? caught.inCleanup(handler.start())
              : caught.step(body.line(handler.target()), "caught"));
      if (Boolean.TRUE.equals(catches)) {
        return;
      }
    }
    outcome.exits().add(new Outcome.Exit(index, failed, Value.NOTHING, thrown));
  }

  private void choose(State state, int otherwise, List<SwitchCase> cases) {
    Value value = state.top(0);
    State after = state.pop(1);
    Integer number = value.number();
    if (number != null) {
      int target =
          cases.stream()
              .filter(each -> each.caseValue() == number)
              .map(each -> body.index(each.target()))
              .findFirst()
              .orElse(otherwise);
      enter(target, after);
      return;
    }
    for (SwitchCase each : cases) {
      enter(body.index(each.target()), learn(after, value, known -> known.known(each.caseValue())));
    }
    enter(otherwise, after);
  }

  /// Keeps what is known of a field's value, too.
  private State learn(State state, Value value, java.util.function.UnaryOperator<Value> change) {
    State after = state.learn(value.id(), change);
    return value.isOfField()
        ? after.field(analysis.fieldName(value.id()), change.apply(value))
        : after;
  }

  private void branch(int index, BranchInstruction branch, State state) {
    int target = body.index(branch.target());
    Opcode opcode = branch.opcode();
    switch (opcode) {
      case GOTO, GOTO_W -> enter(target, state);
      case IFNULL, IFEQ -> onZero(state, target, index + 1);
      case IFNONNULL, IFNE -> onZero(state, index + 1, target);
      case IFLT, IFGE, IFGT, IFLE -> {
        State after = state.pop(1);
        Integer number = state.top(0).number();
        Boolean holds = number == null ? null : Comparisons.holds(opcode, number, 0);
        fork(after, holds, target, index + 1);
      }
      case IF_ICMPEQ, IF_ICMPNE, IF_ICMPLT, IF_ICMPGE, IF_ICMPGT, IF_ICMPLE -> {
        State after = state.pop(2);
        Boolean holds = Comparisons.holds(opcode, state.top(1), state.top(0));
        if (holds == null && Comparisons.isFirstRound(opcode, state.top(1), state.top(0))) {
          // a loop with the same limit has a first round, too
          enter(target, after);
          enter(index + 1, after.learn(state.top(0).id(), Comparisons::above));
        } else {
          fork(after, holds, target, index + 1);
        }
      }
      case IF_ACMPEQ, IF_ACMPNE -> {
        Boolean same = Comparisons.same(state.top(1), state.top(0));
        Boolean holds = same == null ? null : (Boolean) (same == (opcode == Opcode.IF_ACMPEQ));
        fork(state.pop(2), holds, target, index + 1);
      }
      default -> throw new IllegalArgumentException("unknown branch " + opcode);
    }
  }

  private void fork(
      State state, @org.jspecify.annotations.Nullable Boolean holds, int target, int next) {
    if (!Boolean.FALSE.equals(holds)) {
      enter(target, state);
    }
    if (!Boolean.TRUE.equals(holds)) {
      enter(next, state);
    }
  }

  private void onZero(State state, int whenZero, int otherwise) {
    Value value = state.top(0);
    State after = state.pop(1);
    Boolean zero = value.isZero();
    if (!Boolean.FALSE.equals(zero)) {
      enter(whenZero, zero == null ? learn(after, value, known -> known.known(0)) : after);
    }
    if (!Boolean.TRUE.equals(zero)) {
      enter(otherwise, zero == null ? learn(after, value, Value::set) : after);
    }
  }
}
