package dev.pitboss.leaks.kotlin;

import dev.pitboss.leaks.java.flow.LibraryCalls;
import dev.pitboss.leaks.kotlin.Flow.Out;
import dev.pitboss.leaks.kotlin.Flow.Status;
import dev.pitboss.leaks.kotlin.Flow.Way;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What calls do to the connection that is followed.
final class CallFlow {
  private static final Set<String> CALM =
      Set.of(
          "println",
          "print",
          "mutableListOf",
          "listOf",
          "mutableMapOf",
          "mapOf",
          "lazy",
          "arrayOf");
  private static final Set<String> SCOPED = Set.of("let", "also", "run", "apply", "with");
  private static final Set<String> ONCE =
      Set.of(
          "let", "also", "run", "apply", "with", "use", "synchronized", "withLock", "runCatching");

  private final Flow flow;
  private final Functions functions;

  CallFlow(Flow flow, Functions functions) {
    this.flow = flow;
    this.functions = functions;
  }

  Set<Out> of(KtNode node, Out in) {
    Calls call = Calls.of(node);
    if (call == null) {
      return flow.all(node.children(), Set.of(in));
    }
    KtNode receiver = call.receiver();
    boolean isOwn =
        flow.isHeld(receiver)
            || (receiver == null && flow.names().contains("this") && call.name().equals("close"));
    Set<Out> before = isOwn || receiver == null ? Set.of(in) : flow.eval(receiver, Set.of(in));
    Set<Out> after = new LinkedHashSet<>();
    for (Out out : before) {
      if (out.way() != Way.NORMAL) {
        after.add(out);
      } else if (isOwn) {
        after.addAll(onConnection(node, call, out));
      } else {
        after.addAll(other(node, call, out));
      }
    }
    return after;
  }

  private Set<Out> onConnection(KtNode node, Calls call, Out in) {
    if (call.name().equals("close") || call.name().equals("abort")) {
      return flow.close(node, in, -1);
    }
    if (call.name().equals("use")) {
      Set<Out> closed = flow.close(node, in, node.from());
      return call.lambda() == null ? closed : body(call.lambda(), closed, true);
    }
    if (SCOPED.contains(call.name()) && call.lambda() != null) {
      return in.status() == Status.BEFORE ? Set.of(in) : scoped(call, in);
    }
    Set<Out> after = new LinkedHashSet<>(arguments(call, Set.of(in)));
    after.add(Flow.thrown(node, in));
    return after;
  }

  private Set<Out> scoped(Calls call, Out in) {
    boolean isThis =
        call.name().equals("run") || call.name().equals("apply") || call.name().equals("with");
    KtNode lambda = call.lambda();
    String alias = isThis || lambda == null ? "this" : Calls.parameter(lambda);
    boolean isNew = flow.names().add(alias);
    Set<Out> after = body(lambda, Set.of(in), true);
    if (isNew) {
      flow.names().remove(alias);
    }
    return after;
  }

  private Set<Out> body(@Nullable KtNode lambda, Set<Out> before, boolean isOnce) {
    KtNode statements = lambda == null ? null : lambda.ofType("statements");
    Set<Out> after = new LinkedHashSet<>(flow.eval(statements, before));
    if (!isOnce) {
      after.addAll(before);
    }
    return after;
  }

  private Set<Out> arguments(Calls call, Set<Out> before) {
    Set<Out> after = before;
    for (KtNode argument : call.arguments()) {
      after = flow.eval(Calls.value(argument), after);
    }
    return after;
  }

  private Set<Out> other(KtNode node, Calls call, Out in) {
    int given = -1;
    for (int i = 0; i < call.arguments().size(); i++) {
      given = flow.isHeld(Calls.value(call.arguments().get(i))) ? i : given;
    }
    if (call.name().equals("with") && given >= 0 && call.lambda() != null) {
      return scoped(call, in);
    }
    Set<Out> after = new LinkedHashSet<>();
    for (Out out : given >= 0 ? Set.of(in) : arguments(call, Set.of(in))) {
      if (out.way() != Way.NORMAL) {
        after.add(out);
      } else {
        after.addAll(given >= 0 ? handed(node, call, given, out) : plain(node, call, out));
      }
    }
    return after;
  }

  private Set<Out> plain(KtNode node, Calls call, Out in) {
    Set<Out> after = new LinkedHashSet<>();
    String receiver = call.receiver() == null ? "" : call.receiver().text();
    boolean isCalm =
        CALM.contains(call.name())
            || receiver.matches("(?i)(?:.*\\.)?_?log(?:ger)?|System\\.(?:out|err)");
    if (!isCalm && !call.name().equals("use") && !SCOPED.contains(call.name())) {
      after.add(Flow.thrown(node, in));
    }
    KtNode lambda = call.lambda();
    if (lambda == null) {
      after.add(in);
      return after;
    }
    boolean isLater =
        LibraryCalls.isExecuting(call.name())
            || Set.of("thread", "launch", "async").contains(call.name());
    if (isLater) {
      if (in.status() == Status.OPEN && flow.mentions(lambda)) {
        flow.captured();
      }
      after.add(in);
      return after;
    }
    if (call.name().startsWith("on") && in.status() == Status.OPEN && flow.mentions(lambda)) {
      after.add(in.with(Status.ESCAPED)); // it runs when something else is closed
      return after;
    }
    boolean isOnce = ONCE.contains(call.name()) && !node.text().startsWith(receiver + "?.");
    for (Out out : body(lambda, Set.of(in), isOnce)) {
      boolean isSwallowed = call.name().equals("runCatching") && out.way() == Way.THROW;
      after.add(isSwallowed ? new Out(Way.NORMAL, out.status(), out.line(), out.at(), true) : out);
    }
    return after;
  }

  private Set<Out> handed(KtNode node, Calls call, int given, Out in) {
    if (in.status() != Status.OPEN) {
      return Set.of(in);
    }
    Functions.Effect effect = functions.effect(call.name(), given);
    if (effect == Functions.Effect.CLOSES
        || (effect == Functions.Effect.UNKNOWN && LibraryCalls.isClosing(call.name()))) {
      return flow.close(node, in, -1);
    }
    Set<Out> after = new LinkedHashSet<>();
    boolean isCollected = call.receiver() != null && LibraryCalls.isCollecting(call.name());
    if (!isCollected) {
      after.add(Flow.thrown(node, in));
    }
    if (effect == Functions.Effect.USES) {
      after.add(in);
    } else if (effect == Functions.Effect.KEEPS || isCollected) {
      after.add(in.with(Status.ESCAPED));
    } else if (Character.isUpperCase(call.name().isEmpty() ? 'a' : call.name().charAt(0))) {
      flow.leaveOpen("it is handed to " + call.name() + ", which may close it");
      after.add(in.with(Status.ESCAPED));
    } else {
      if (!CALM.contains(call.name())) {
        flow.handed();
      }
      after.add(in);
    }
    return after;
  }
}
