package dev.pitboss.leaks.java.flow;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import dev.pitboss.leaks.java.source.ClassInfo;
import dev.pitboss.leaks.java.source.FieldInfo;
import dev.pitboss.leaks.java.source.MethodInfo;
import dev.pitboss.leaks.java.source.MethodInfo.Flag;
import dev.pitboss.leaks.java.source.Project;
import dev.pitboss.leaks.java.source.Type;
import dev.pitboss.leaks.model.SourceFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the tree's own methods do with a connection they are given, or that their object holds.
/// Each method is walked once for each parameter; methods that call each other in a circle are
/// taken to close nothing.
final class Summaries {
  /// What a call does to a connection among its arguments.
  ///
  /// @param closes on each path to its end
  /// @param closesOnThrow on each path on which it throws what it declares
  /// @param isStored in a field, or elsewhere where it outlives the call
  /// @param field the field, if it is one of the object's own
  /// @param returned what the call's value is to the connection
  /// @param mayKeep whether its outcome could not be told
  /// @param mayMiss whether it closes something else first, and not this one when that fails
  record Effect(
      boolean closes,
      boolean closesOnThrow,
      boolean isStored,
      String field,
      Relation returned,
      boolean mayKeep,
      boolean mayMiss) {
    static final Effect NOTHING = new Effect(false, false, false, "", Relation.NONE, false, false);
    static final Effect UNKNOWN = new Effect(false, false, false, "", Relation.NONE, true, false);
    static final Effect CLOSES = new Effect(true, true, false, "", Relation.NONE, false, false);
  }

  private record Key(MethodInfo method, int parameter, Relation relation, String flags) {}

  private record FieldKey(MethodInfo method, String field) {}

  private final Analysis analysis;
  private final Map<Key, Effect> effects = new HashMap<>();
  private final Set<Key> running = new HashSet<>();
  private final Map<FieldKey, Boolean> fieldClosers = new HashMap<>();
  private final Map<FieldInfo, Boolean> closedFields = new HashMap<>();
  private final Map<MethodInfo, String> getters = new HashMap<>();

  Summaries(Analysis analysis) {
    this.analysis = analysis;
  }

  /// @param given what each argument is to the connection
  Effect of(Call call, List<? extends ExpressionTree> arguments, List<Relation> given) {
    int index = strongest(given);
    if (index < 0) {
      return Effect.NOTHING;
    }
    List<Effect> all = new ArrayList<>();
    for (MethodInfo method : candidates(call)) {
      all.add(of(method, index, given.get(index), arguments));
    }
    return joined(all, call);
  }

  private static int strongest(List<Relation> given) {
    for (Relation wanted :
        List.of(
            Relation.DIRECT,
            Relation.OWNER,
            Relation.KEEPER,
            Relation.CONTAINER,
            Relation.DEPENDENT,
            Relation.POOL)) {
      int index = given.indexOf(wanted);
      if (index >= 0) {
        return index;
      }
    }
    return -1;
  }

  /// The methods that may run.
  private List<MethodInfo> candidates(Call call) {
    return call.methods().stream()
        .flatMap(method -> analysis.symbols().implementations(method).stream())
        .distinct()
        .toList();
  }

  private static Effect joined(List<Effect> all, Call call) {
    if (all.isEmpty()) {
      return LibraryCalls.isClosing(call.name()) ? Effect.CLOSES : Effect.UNKNOWN;
    }
    boolean dispatched = call.methods().stream().anyMatch(method -> method.is(Flag.ABSTRACT));
    Effect first = all.getFirst();
    // which of several closes is theirs to know: a pool of one connection keeps it
    boolean closes =
        all.stream().allMatch(Effect::closes)
            || (LibraryCalls.isClosing(call.name()) && all.stream().anyMatch(Effect::closes));
    boolean stored = all.stream().anyMatch(effect -> effect.isStored() || effect.closes());
    Relation returned =
        all.stream()
            .map(Effect::returned)
            .filter(each -> each != Relation.NONE)
            .findFirst()
            .orElse(Relation.NONE);
    return new Effect(
        closes,
        all.stream().filter(each -> !closes || each.closes()).allMatch(Effect::closesOnThrow),
        !closes && stored && (all.size() > 1 || first.isStored()),
        first.field(),
        returned,
        !closes && (dispatched || all.stream().anyMatch(Effect::mayKeep)),
        closes && all.stream().anyMatch(Effect::mayMiss));
  }

  private Effect of(
      MethodInfo method,
      int argument,
      Relation relation,
      List<? extends ExpressionTree> arguments) {
    if (method.parameters().isEmpty()) {
      return Effect.NOTHING;
    }
    int parameter = method.parameterOf(argument);
    boolean isRest =
        method.isVarargs()
            && parameter == method.parameters().size() - 1
            && relation != Relation.CONTAINER;
    Relation inside = isRest ? Relation.CONTAINER : relation;
    Key key = new Key(method, parameter, inside, flags(method, arguments));
    Effect known = effects.get(key);
    if (known != null) {
      return known;
    }
    if (!running.add(key)) {
      return Effect.UNKNOWN;
    }
    try {
      Effect effect =
          analysis
              .function(method)
              .map(function -> effect(function, parameter, inside, key.flags, isRest))
              .orElse(Effect.UNKNOWN);
      effects.put(key, effect);
      return effect;
    } catch (Walk.TooComplex e) {
      effects.put(key, Effect.UNKNOWN);
      return Effect.UNKNOWN;
    } finally {
      running.remove(key);
    }
  }

  /// `true` and `false` among the arguments decide what a helper does.
  private static String flags(MethodInfo method, List<? extends ExpressionTree> arguments) {
    StringBuilder flags = new StringBuilder();
    for (int i = 0; i < arguments.size() && i < method.parameters().size(); i++) {
      boolean isFlag =
          arguments.get(i) instanceof LiteralTree literal && literal.getValue() instanceof Boolean;
      flags.append(isFlag ? arguments.get(i).toString().charAt(0) : '-');
    }
    return flags.toString();
  }

  private Effect effect(
      Function function, int parameter, Relation relation, String flags, boolean isRest) {
    List<? extends VariableTree> parameters = function.parameters();
    if (parameter >= parameters.size()) {
      return relation.reaches() ? stored("") : Effect.NOTHING; // a record's compact constructor
    }
    String name = parameters.get(parameter).getName().toString();
    State state = State.initial().assign(name, relation).with(State.Status.OPEN);
    Set<String> booleans = new HashSet<>();
    for (int i = 0; i < parameters.size(); i++) {
      String each = parameters.get(i).getName().toString();
      if (analysis.expressions(function).declared(parameters.get(i)).name().equals("boolean")) {
        booleans.add(each);
      }
      if (i < flags.length() && flags.charAt(i) != '-') {
        state = state.fact(each, flags.charAt(i) == 't');
      }
    }
    Walk walk = analysis.walk(function, null, Relation.NONE);
    Exits exits = Exits.of(walk, state);
    return effect(function, exits, booleans, relation, isRest);
  }

  private static Effect stored(String field) {
    return new Effect(false, false, true, field, Relation.NONE, false, false);
  }

  private Effect effect(
      Function function, Exits exits, Set<String> booleans, Relation relation, boolean isRest) {
    boolean anyClosed = false;
    boolean anyOpen = false;
    boolean anyStored = false;
    boolean byFlag = false;
    boolean handed = false;
    boolean mayMiss = false;
    String field = "";
    Relation returned = Relation.NONE;
    for (Exits.Exit exit : exits.normal()) {
      State state = exit.state();
      handed |= state.marks().contains(State.Mark.HANDED);
      boolean answers = exit.value().reaches() && state.isOpen();
      if (answers || exit.value() == Relation.DEPENDENT) {
        returned = exit.value();
      }
      if (state.status() == State.Status.CLOSED) {
        anyClosed = true;
      } else if (state.status() == State.Status.ESCAPED || state.isInField()) {
        anyStored = true;
        field = fieldOf(state, field);
      } else if (!answers && missed(state)) {
        mayMiss = true;
      } else if (!answers) {
        anyOpen = true;
        byFlag |= booleans.stream().anyMatch(each -> state.fact(each) != null);
      }
    }
    boolean closesOnThrow =
        exits.thrown().stream()
            .filter(Exits.Exit::isDeclared)
            .allMatch(exit -> exit.state().status() == State.Status.CLOSED);
    // a factory that hands a wrapper on, or closes what it cannot wrap
    boolean closesWhatThrows =
        !exits.thrown().isEmpty()
            && exits.thrown().stream()
                .allMatch(exit -> exit.state().status() == State.Status.CLOSED);
    boolean guess = anyClosed && anyOpen && !byFlag && isGuarded(function, exits);
    boolean onlyThrows = exits.normal().isEmpty() && !exits.thrown().isEmpty();
    boolean closes = (anyClosed && !anyOpen) || guess || (onlyThrows && closesOnThrow);
    boolean keeps = isRest || relation == Relation.CONTAINER || handed;
    return new Effect(
        closes,
        closesOnThrow && (closes || closesWhatThrows || (!exits.thrown().isEmpty() && anyClosed)),
        !closes && anyStored && !anyOpen,
        field,
        returned,
        !closes && keeps && relation.reaches(),
        closes && mayMiss);
  }

  /// Whether the close of something else failed on the way, here or in a helper.
  private static boolean missed(State state) {
    return state.marks().contains(State.Mark.EARLIER_CLOSE)
        || state.marks().contains(State.Mark.EARLIER_CLOSE_IN_HELPER);
  }

  private static String fieldOf(State state, String otherwise) {
    return state.holders().entrySet().stream()
        .filter(entry -> entry.getKey().startsWith("this.") && entry.getValue().reaches())
        .map(entry -> entry.getKey().substring(5))
        .findFirst()
        .orElse(otherwise);
  }

  /// A helper that is called `close` and does not always: whether it is another's to close is asked
  /// of its object or of the connection, which a caller cannot do better.
  private static boolean isGuarded(Function function, Exits exits) {
    return LibraryCalls.isClosing(function.name())
        && exits.normal().stream()
            .filter(exit -> exit.state().isOpen())
            .noneMatch(exit ->
                exit.state().steps().stream().anyMatch(step -> step.event().equals("caught")));
  }

  /// A record's or Lombok's constructor, which no source shows: it keeps what it is given.
  Effect ofImplicitConstructor(ClassInfo declared, List<Relation> given) {
    int index = strongest(given);
    if (index < 0 || declared.fields().isEmpty()) {
      return Effect.NOTHING;
    }
    List<FieldInfo> fields =
        declared.fields().values().stream().filter(field -> !field.isStatic()).toList();
    String field =
        fields.size() == given.size()
            ? fields.get(index).name()
            : fields.stream()
                .filter(each -> analysis.types().isConnection(typeOf(each)))
                .map(FieldInfo::name)
                .findFirst()
                .orElse("");
    return stored(field);
  }

  private Type typeOf(FieldInfo field) {
    return analysis.symbols().resolve(field.type(), field.owner(), Map.of());
  }

  /// Whether some method of a class closes what a field of it holds.
  boolean isClosedBy(ClassInfo declared, String field) {
    FieldInfo info = analysis.symbols().memberField(declared, field);
    if (info == null) {
      return closesAnything(declared);
    }
    return isClosed(info, declared);
  }

  /// Whether a method of the field's class, of one above or below closes what it holds.
  boolean isClosed(FieldInfo field, ClassInfo seenFrom) {
    Boolean known = closedFields.get(field);
    if (known != null) {
      return known;
    }
    closedFields.put(field, false);
    Set<ClassInfo> all = new LinkedHashSet<>(analysis.symbols().ancestry(seenFrom));
    all.add(field.owner());
    all.addAll(analysis.symbols().descendants(field.owner()));
    boolean closed =
        all.stream()
            .flatMap(each -> each.methods().stream())
            .anyMatch(method -> closesField(method, field.name()));
    closedFields.put(field, closed);
    return closed;
  }

  /// Whether a class closes anything it holds.
  boolean closesAnything(ClassInfo declared) {
    for (ClassInfo each : analysis.symbols().ancestry(declared)) {
      for (FieldInfo field : each.fields().values()) {
        if (!analysis.types().isPlain(typeOf(field)) && isClosed(field, declared)) {
          return true;
        }
      }
    }
    return false;
  }

  /// Whether a call on a holder closes what the holder holds.
  boolean closesSomeField(Call call) {
    ClassInfo declared = call.receiver().declared();
    if (declared == null) {
      return false;
    }
    for (MethodInfo method : candidates(call)) {
      Set<ClassInfo> holders = new LinkedHashSet<>(analysis.symbols().ancestry(declared));
      holders.addAll(analysis.symbols().ancestry(method.owner()));
      for (ClassInfo each : holders) {
        for (FieldInfo field : each.fields().values()) {
          if (!analysis.types().isPlain(typeOf(field)) && closesField(method, field.name())) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /// Whether a method closes what a field of its object holds, on some path.
  boolean closesField(MethodInfo method, String field) {
    if (method.is(Flag.ABSTRACT) || method.is(Flag.CONSTRUCTOR)) {
      return false;
    }
    FieldKey key = new FieldKey(method, field);
    Boolean known = fieldClosers.get(key);
    if (known != null) {
      return known;
    }
    fieldClosers.put(key, false);
    boolean closes =
        mayCloseField(method, field)
            && analysis.function(method).map(found -> closesField(found, field)).orElse(false);
    fieldClosers.put(key, closes);
    return closes;
  }

  /// Whether a method's source mentions the field, or calls a method of the object whose source
  /// does: most sources need not be read for it.
  private boolean mayCloseField(MethodInfo method, String field) {
    SourceFile source = method.owner().source();
    if (analysis.project().mayMention(source, field)) {
      return true;
    }
    Set<String> called = analysis.project().called(source);
    return analysis.symbols().ancestry(method.owner()).stream()
        .filter(each -> analysis.project().mayMention(each.source(), field))
        .flatMap(each -> each.methods().stream())
        .anyMatch(each -> called.contains(each.name()));
  }

  private boolean closesField(Function function, String field) {
    String text = function.unit().textOf(function.body());
    if (!text.contains(field) && !text.contains(Project.getter(field) + "(")) {
      // another method of the object may do it
      Set<String> called = analysis.project().called(function.unit().source());
      return analysis.symbols().ancestry(function.owner()).stream()
          .flatMap(each -> each.methods().stream())
          .filter(method -> called.contains(method.name()) && text.contains(method.name() + "("))
          .anyMatch(method -> closesField(method, field));
    }
    State state = State.initial().assign("this." + field, Relation.DIRECT).with(State.Status.OPEN);
    try {
      Exits exits = Exits.of(analysis.walk(function, null, Relation.NONE), state);
      return exits.all().stream().anyMatch(exit -> exit.state().status() == State.Status.CLOSED);
    } catch (Walk.TooComplex e) {
      return false;
    }
  }

  /// The field a method answers and does nothing else, or nothing.
  String fieldReturned(MethodInfo method) {
    return getters.computeIfAbsent(
        method, _ -> analysis.function(method).map(Summaries::fieldReturned).orElse(""));
  }

  private static String fieldReturned(Function function) {
    String field = "";
    if (function.body() instanceof BlockTree block && !block.getStatements().isEmpty()) {
      StatementTree last = block.getStatements().getLast();
      if (last instanceof ReturnTree returned) {
        Tree value = returned.getExpression();
        field =
            switch (value) {
              case IdentifierTree name
                  when function
                          .scopes()
                          .find(name.getName().toString(), function.unit().start(name))
                      == null ->
                  name.getName().toString();
              case MemberSelectTree select
                  when select.getExpression() instanceof IdentifierTree of
                      && of.getName().contentEquals("this") ->
                  select.getIdentifier().toString();
              case null, default -> "";
            };
      }
    }
    return field;
  }

  /// Whether a method reference names a method of the tree.
  boolean isOfTree(MemberReferenceTree reference, Expressions expressions) {
    return !referenced(reference, expressions).isEmpty();
  }

  /// Whether the method of a reference closes the connection it is given.
  boolean closesByReference(MemberReferenceTree reference, Expressions expressions) {
    List<MethodInfo> found = referenced(reference, expressions);
    return !found.isEmpty()
        && found.stream().allMatch(method -> of(method, 0, Relation.DIRECT, List.of()).closes());
  }

  private List<MethodInfo> referenced(MemberReferenceTree reference, Expressions expressions) {
    Type type = expressions.typeOf(reference.getQualifierExpression());
    ClassInfo declared = type.declared();
    if (declared == null) {
      Type named = expressions.resolve(reference.getQualifierExpression());
      declared = named.declared();
    }
    return declared == null
        ? List.of()
        : analysis.symbols().methods(declared, reference.getName().toString(), 1);
  }
}
