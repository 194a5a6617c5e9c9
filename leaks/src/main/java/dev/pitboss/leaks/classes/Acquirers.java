package dev.pitboss.leaks.classes;

import dev.pitboss.leaks.java.flow.Library.Verb;
import dev.pitboss.leaks.java.flow.Mocks;
import dev.pitboss.leaks.java.flow.Relation;
import dev.pitboss.leaks.model.Confidence;
import dev.pitboss.leaks.model.Resource;
import java.lang.classfile.Instruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which calls hand over a connection: by the model, by what the program's own methods answer, and
/// where neither tells, by names.
final class Acquirers {
  private final Analysis analysis;
  private final Map<MethodKey, Relation> returned = new HashMap<>();
  private final Map<String, Boolean> acquiring = new HashMap<>();

  Acquirers(Analysis analysis) {
    this.analysis = analysis;
  }

  /// The acquiring calls of a method.
  List<Site> in(Body body) {
    List<Site> sites = new ArrayList<>();
    for (int i = 0; i < body.size(); i++) {
      if (body.at(i) instanceof InvokeInstruction invoke) {
        of(body, Call.of(i, body.line(i), invoke)).ifPresent(sites::add);
      }
    }
    return sites;
  }

  private Optional<Site> of(Body body, Call call) {
    MethodKey key = call.key();
    String type = key.dottedOwner();
    if (key.isConstructor()) {
      boolean isMade =
          !isOfThis(body, call)
              && analysis.program().type(key.owner()).map(Type::hasBodies).orElse(false)
              && analysis.program().isCloseable(key.owner())
              && !analysis.program().isDependent(key.owner())
              && acquires(key.owner());
      return isMade ? site(call, Relation.OWNER, Confidence.MEDIUM) : Optional.empty();
    }
    if (isMocked(body, call.at())) {
      return Optional.empty();
    }
    if (analysis.library().isNamedAcquirer(key.name()) && !key.returned().isEmpty()) {
      return site(call, Relation.DIRECT, Confidence.HIGH);
    }
    if (key.returned().isEmpty()) {
      return Optional.empty();
    }
    if (analysis.statements()
        && analysis.program().isStatement(key.returned())
        && key.name().matches("createStatement|prepareStatement|prepareCall")) {
      return Optional.of(new Site(call.at(), Relation.DIRECT, Resource.STATEMENT, Confidence.HIGH));
    }
    if (isDataSource(key)) {
      return site(call, Relation.DIRECT, Confidence.HIGH);
    }
    List<Method> targets = analysis.program().targets(key, call.isVirtual());
    if (!targets.isEmpty()) {
      return ofProgram(call, targets);
    }
    if (analysis.library().says(Verb.LEND, type, key.name())) {
      return Optional.empty();
    }
    if (analysis.library().says(Verb.ACQUIRE, type, key.name())) {
      return site(call, Relation.DIRECT, Confidence.HIGH);
    }
    return isSupplied(body, call) ? site(call, Relation.DIRECT, Confidence.MEDIUM) : byName(call);
  }

  private static Optional<Site> site(Call call, Relation relation, Confidence confidence) {
    return Optional.of(new Site(call.at(), relation, Resource.CONNECTION, confidence));
  }

  /// `super(…)` and `this(…)`.
  private static boolean isOfThis(Body body, Call call) {
    int open = 1;
    for (int i = call.at() - 1; i >= 0; i--) {
      if (body.at(i) instanceof java.lang.classfile.instruction.NewObjectInstruction) {
        open--;
      } else if (body.at(i) instanceof InvokeInstruction invoke
          && invoke.name().stringValue().equals("<init>")) {
        open++;
      }
      if (open == 0) {
        return false;
      }
    }
    return true;
  }

  /// Calls that are only described, as in `when(pool.getConnection())`.
  private static boolean isMocked(Body body, int at) {
    int before = at - 1;
    while (before > 0 && body.at(before) instanceof TypeCheckInstruction) {
      before--;
    }
    return isMocking(body, at + 1) || isMocking(body, before);
  }

  private static boolean isMocking(Body body, int at) {
    return at >= 0
        && at < body.size()
        && body.at(at) instanceof InvokeInstruction invoke
        && Mocks.isMockingName(invoke.name().stringValue());
  }

  private boolean isDataSource(MethodKey key) {
    return key.name().equals("getConnection")
        && (analysis.program().isSurely(key.owner(), "javax/sql/DataSource")
            || key.owner().equals("java/sql/DriverManager"));
  }

  /// `Supplier<Connection>`: what it answers is cast at once.
  private boolean isSupplied(Body body, Call call) {
    String owner = call.key().owner();
    boolean isSupplier =
        (owner.equals("java/util/function/Supplier") && call.name().equals("get"))
            || (owner.equals("java/util/concurrent/Callable") && call.name().equals("call"));
    Instruction next = call.at() + 1 < body.size() ? body.at(call.at() + 1) : null;
    return isSupplier
        && next instanceof TypeCheckInstruction check
        && analysis.program().isConnection(check.type().asInternalName());
  }

  private Optional<Site> ofProgram(Call call, List<Method> targets) {
    String type = call.key().returned();
    boolean isWorth =
        analysis.program().isConnection(type)
            || type.equals("java/lang/Object")
            || type.equals("java/lang/AutoCloseable")
            || analysis
                .program()
                .type(type)
                .map(each ->
                    each.hasBodies()
                        && (each.hasConnection() || analysis.program().isCloseable(type)))
                .orElse(false);
    if (!isWorth || analysis.program().isConnection(call.key().owner())) {
      return Optional.empty();
    }
    for (Method target : targets.subList(0, Math.min(targets.size(), Program.MAX_TARGETS))) {
      Relation relation = returned(target);
      if (relation != Relation.NONE) {
        return site(call, relation, targets.size() > 1 ? Confidence.MEDIUM : Confidence.HIGH);
      }
    }
    return isPool(call, targets)
        ? site(call, Relation.DIRECT, Confidence.MEDIUM)
        : Optional.empty();
  }

  /// A pool of the program: what it hands over comes from a queue, and has to be given back all the
  /// same. One that answers a field keeps what is in it.
  private boolean isPool(Call call, List<Method> targets) {
    return call.key().simpleOwner().endsWith("Pool")
        && analysis.program().isConnection(call.key().returned())
        && dev.pitboss.leaks.java.flow.Acquirers.isAcquiringName(call.name())
        && targets.stream().noneMatch(this::answersField);
  }

  private boolean answersField(Method method) {
    Body body = analysis.program().body(method);
    for (int i = 0; body != null && i + 1 < body.size(); i++) {
      if (body.at(i) instanceof FieldInstruction && body.at(i + 1) instanceof ReturnInstruction) {
        return true;
      }
    }
    return false;
  }

  /// What a method answers that its caller has to close, [Relation#NONE] when it is nothing.
  private Relation returned(Method method) {
    Relation known = returned.get(method.key());
    if (known != null) {
      return known;
    }
    returned.put(method.key(), Relation.NONE);
    Relation found = Relation.NONE;
    try {
      Body body = analysis.program().body(method);
      found = body == null ? Relation.NONE : returned(method, body);
    } catch (Walk.TooComplex | IllegalArgumentException e) {
      // it is listed where it is analysed
    }
    returned.put(method.key(), found);
    return found;
  }

  private Relation returned(Method method, Body body) {
    for (Site site : in(body)) {
      if (site.resource() != Resource.CONNECTION) {
        continue;
      }
      var walk = new Walk(analysis, method, body, site.at(), site.relation());
      for (Outcome.Exit exit : walk.run(walk.start()).normal()) {
        Relation value = exit.value().relation();
        boolean answers =
            exit.state().isOpen()
                && !exit.state().isInField()
                && (value == Relation.DIRECT || value == Relation.OWNER);
        if (answers) {
          return value;
        }
      }
    }
    return Relation.NONE;
  }

  /// A class that borrows when it is made, and closes when it is closed.
  private boolean acquires(String type) {
    Boolean known = acquiring.get(type);
    if (known != null) {
      return known;
    }
    acquiring.put(type, false);
    boolean found =
        analysis
            .program()
            .type(type)
            .map(each ->
                each.methods().values().stream()
                        .anyMatch(
                            method -> method.key().isConstructor() && keepsWhatItAcquires(method))
                    || (!each.parent().isEmpty() && acquires(each.parent())))
            .orElse(false);
    acquiring.put(type, found);
    return found;
  }

  private boolean keepsWhatItAcquires(Method constructor) {
    try {
      Body body = analysis.program().body(constructor);
      if (body == null) {
        return false;
      }
      for (Site site : in(body)) {
        var walk = new Walk(analysis, constructor, body, site.at(), site.relation());
        for (Outcome.Exit exit : walk.run(walk.start()).normal()) {
          if (exit.state().isOpen() && exit.state().isInField()) {
            return exit.state().fields().entrySet().stream()
                .filter(entry -> entry.getValue().relation().reaches())
                .anyMatch(entry -> analysis.fields().isClosed(entry.getKey()));
          }
        }
      }
    } catch (Walk.TooComplex | IllegalArgumentException e) {
      // it is listed where it is analysed
    }
    return false;
  }

  /// A method nothing is known of: by its name and by its class's.
  private Optional<Site> byName(Call call) {
    MethodKey key = call.key();
    boolean isNamed =
        analysis.program().isConnection(key.returned())
            && dev.pitboss.leaks.java.flow.Acquirers.isAcquiringName(key.name())
            && !analysis.program().isConnection(key.owner());
    if (!isNamed) {
      return Optional.empty();
    }
    if (dev.pitboss.leaks.java.flow.Acquirers.isGiverName(key.simpleOwner())) {
      return site(call, Relation.DIRECT, Confidence.HIGH);
    }
    boolean isOpened = !key.name().startsWith("get") && !key.name().startsWith("request");
    return isOpened ? site(call, Relation.DIRECT, Confidence.MEDIUM) : Optional.empty();
  }
}
