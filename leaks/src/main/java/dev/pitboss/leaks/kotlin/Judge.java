package dev.pitboss.leaks.kotlin;

import dev.pitboss.leaks.java.flow.LibraryCalls;
import dev.pitboss.leaks.model.Pattern;
import dev.pitboss.leaks.model.Step;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Decides where the connection of one site goes: whether it is closed, handed on or lost.
final class Judge {
  /// What is known of a site in the end.
  sealed interface Verdict {
    /// It is closed, or its owner is elsewhere.
    record Clean() implements Verdict {}

    /// The function answers it.
    record Returned() implements Verdict {}

    /// A use that is not followed.
    record Unknown(String reason) implements Verdict {}

    /// It is lost.
    record Lost(Pattern pattern, List<Step> path, String loss) implements Verdict {}
  }

  private final Functions functions;
  private final KtNode site;

  Judge(Functions functions, KtNode site) {
    this.functions = functions;
    this.site = site;
  }

  private Verdict lost(Pattern pattern, String loss) {
    return new Verdict.Lost(
        pattern, List.of(new Step(site.line(), "taken"), Step.end("never closed")), loss);
  }

  Verdict verdict() {
    return of(site);
  }

  private Verdict of(KtNode value) {
    KtNode parent = value.parent();
    if (parent == null) {
      return new Verdict.Unknown("it stands nowhere");
    }
    return switch (parent.type()) {
      case "parenthesized_expression",
          "postfix_expression",
          "as_expression",
          "when_entry",
          "when_expression",
          "if_expression",
          "elvis_expression" ->
          of(parent);
      case "control_structure_body" -> of(parent);
      case "navigation_expression" -> selected(parent);
      case "property_declaration" -> property(parent);
      case "assignment" -> assigned(parent);
      case "jump_expression" ->
          parent.children().getFirst().is("throw")
              ? lost(Pattern.NEVER_CLOSED, "nothing holds it")
              : new Verdict.Returned();
      case "function_body", "getter" -> new Verdict.Returned();
      case "value_argument" -> argument(parent);
      case "statements" -> statement(value, parent);
      case "property_delegate" -> new Verdict.Unknown("a delegate holds it");
      default -> new Verdict.Unknown("it is used in a " + parent.type().replace('_', ' '));
    };
  }

  private Verdict selected(KtNode navigation) {
    KtNode call = navigation.parent();
    String name = Calls.selected(navigation);
    boolean isCall =
        call != null && call.is("call_expression") && call.children().getFirst() == navigation;
    if (!isCall || call == null) {
      return lost(Pattern.ANONYMOUS_CHAIN, "nothing holds it");
    }
    Calls parts = Calls.of(call);
    KtNode lambda = parts == null ? null : parts.lambda();
    return switch (name) {
      case "use", "close", "abort" -> new Verdict.Clean();
      case "let", "run" ->
          lambda == null
              ? new Verdict.Unknown("a function is given it")
              : inside(call, lambda, name);
      case "also", "apply" -> configured(call, lambda, name);
      default -> lost(Pattern.ANONYMOUS_CHAIN, "nothing holds it");
    };
  }

  /// `getConnection().let { c -> … }`.
  private Verdict inside(KtNode call, KtNode lambda, String name) {
    String variable = name.equals("let") ? Calls.parameter(lambda) : "this";
    KtNode body = lambda.ofType("statements");
    if (body == null) {
      return lost(Pattern.NEVER_CLOSED, "nothing holds it");
    }
    KtNode last = body.children().getLast();
    if (last.isName(variable)) {
      return of(call);
    }
    var flow = new Flow(functions, variable, call);
    return ofFlow(flow, flow.run(body, Flow.Status.OPEN));
  }

  /// `getConnection().apply { autoCommit = false }` answers the connection, unless that throws.
  private Verdict configured(KtNode call, @Nullable KtNode lambda, String name) {
    Verdict after = of(call);
    KtNode body = lambda == null ? null : lambda.ofType("statements");
    if (body == null || after instanceof Verdict.Lost) {
      return after;
    }
    boolean mayThrow =
        !body.find(each ->
                each.is("call_expression") || (each.is("assignment") && name.equals("apply")))
            .isEmpty();
    if (!mayThrow) {
      return after;
    }
    return new Verdict.Lost(
        after instanceof Verdict.Returned ? Pattern.NEVER_CLOSED : Pattern.GAP_BEFORE_TRY,
        List.of(
            new Step(site.line(), "taken"),
            new Step(body.line(), "throws"),
            Step.end("never closed")),
        "the block of " + name + " may throw");
  }

  private Verdict property(KtNode property) {
    KtNode around = property.parent();
    KtNode variable = property.ofType("variable_declaration");
    KtNode name = variable == null ? null : variable.ofType("simple_identifier");
    if (around == null || name == null) {
      return new Verdict.Unknown("it is taken apart");
    }
    if (around.is("statements")) {
      return block(name.text(), around);
    }
    return field(property, name.text());
  }

  private Verdict field(KtNode at, String name) {
    return functions.isFieldClosed(at, name)
        ? new Verdict.Clean()
        : lost(Pattern.ESCAPED_TO_FIELD, "nothing closes the property it is kept in");
  }

  private Verdict assigned(KtNode assignment) {
    KtNode target = assignment.ofType("directly_assignable_expression");
    String name = target == null ? "" : target.text();
    if (name.endsWith("]")) {
      return new Verdict.Clean(); // a collection's
    }
    for (KtNode at = assignment.parent(); at != null; at = at.parent()) {
      if (at.is("statements") && declares(at, name)) {
        return block(name, at);
      }
      if (at.is("class_declaration", "object_declaration", "source_file")) {
        break;
      }
    }
    return field(assignment, name);
  }

  private static boolean declares(KtNode block, String name) {
    return block.allOfType("property_declaration").stream()
        .map(each -> each.ofType("variable_declaration"))
        .anyMatch(each -> {
          KtNode declared = each == null ? null : each.ofType("simple_identifier");
          return declared != null && declared.text().equals(name);
        });
  }

  private Verdict statement(KtNode value, KtNode statements) {
    boolean isLast = statements.children().getLast() == value;
    KtNode around = statements.parent();
    if (isLast && around != null) {
      if (around.is("lambda_literal")) {
        return new Verdict.Returned();
      }
      if (around.is("control_structure_body", "try_expression", "catch_block")) {
        KtNode user = around.is("catch_block") ? around.parent() : around;
        boolean isUsed =
            user != null
                && user.parent() != null
                && !(user.is("try_expression") && user.parent().is("statements"));
        return isUsed && user != null
            ? of(user)
            : lost(Pattern.RESULT_DISCARDED, "nothing holds it");
      }
    }
    return value.is("if_expression", "when_expression", "elvis_expression", "try_expression")
        ? new Verdict.Unknown("it is the value of a branch")
        : lost(Pattern.RESULT_DISCARDED, "nothing holds it");
  }

  private Verdict argument(KtNode argument) {
    KtNode call = argument.enclosing("call_expression");
    Calls parts = call == null ? null : Calls.of(call);
    if (call == null || parts == null) {
      return new Verdict.Unknown("it is handed on");
    }
    int index = parts.arguments().indexOf(argument);
    if (parts.name().equals("with") && parts.lambda() != null) {
      return inside(call, parts.lambda(), "run");
    }
    return switch (functions.effect(parts.name(), index)) {
      case CLOSES -> new Verdict.Clean();
      case USES -> lost(Pattern.NEVER_CLOSED, "nothing holds it");
      case KEEPS, UNKNOWN ->
          LibraryCalls.isClosing(parts.name()) || LibraryCalls.isCollecting(parts.name())
              ? new Verdict.Clean()
              : new Verdict.Unknown("it is handed to " + parts.name() + ", which may close it");
    };
  }

  private Verdict block(String variable, KtNode block) {
    var flow = new Flow(functions, variable, site);
    Verdict verdict = ofFlow(flow, flow.run(block, Flow.Status.BEFORE));
    KtNode around = block.parent();
    boolean isAnswered =
        around != null
            && around.is("lambda_literal")
            && block.children().getLast().isName(variable);
    return isAnswered
            && verdict instanceof Verdict.Lost lost
            && lost.pattern() == Pattern.NEVER_CLOSED
        ? new Verdict.Returned()
        : verdict;
  }

  private Verdict ofFlow(Flow flow, Set<Flow.Out> outs) {
    if (flow.isInUnclosedField()) {
      return lost(Pattern.ESCAPED_TO_FIELD, "nothing closes the property it is kept in");
    }
    if (!flow.reassigned().isEmpty() && !flow.closes().isEmpty()) {
      return shown(Pattern.REASSIGNED, flow.reassigned().getFirst(), "reassigned");
    }
    Optional<Flow.Out> leak =
        outs.stream()
            .filter(each -> each.status() == Flow.Status.OPEN)
            .min(
                Comparator.comparingInt((Flow.Out each) ->
                    (each.way() == Flow.Way.THROW ? 2 : 0) + (each.isCaught() ? 1 : 0)));
    boolean isFollowed = flow.unknown().isEmpty();
    if (!isFollowed && leak.map(each -> each.way() == Flow.Way.THROW).orElse(false)) {
      return new Verdict.Unknown(flow.unknown());
    }
    if (leak.isEmpty()) {
      if (!flow.unknown().isEmpty()) {
        return new Verdict.Unknown(flow.unknown());
      }
      return flow.isReturned() ? new Verdict.Returned() : new Verdict.Clean();
    }
    if (flow.isDependentReturned() && flow.closes().isEmpty()) {
      return shown(Pattern.RETURNED_DEPENDENT, leak.get(), "returns");
    }
    String event = leak.get().way() == Flow.Way.THROW ? "throws" : "returns";
    return shown(pattern(flow, leak.get()), leak.get(), event);
  }

  private Verdict shown(Pattern pattern, Flow.Out out, String event) {
    return new Verdict.Lost(
        pattern,
        List.of(
            new Step(site.line(), "taken"), new Step(out.line(), event), Step.end("never closed")),
        out.way() == Flow.Way.THROW ? "a call may throw" : "still open when the function returns");
  }

  private Pattern pattern(Flow flow, Flow.Out leak) {
    Set<Flow.Close> closes = flow.closes();
    if (closes.isEmpty()) {
      return flow.isCaptured()
          ? Pattern.ESCAPED_TO_LAMBDA
          : flow.isHanded() ? Pattern.HANDED_OVER : Pattern.NEVER_CLOSED;
    }
    if (leak.way() == Flow.Way.THROW || leak.isCaught()) {
      for (Flow.Close close : closes) {
        if (close.tryAt() >= 0) {
          return leak.at() < close.tryAt() ? Pattern.GAP_BEFORE_TRY : Pattern.EARLIER_CLOSE_THROWS;
        }
      }
      return closes.stream().anyMatch(Flow.Close::isInCatchingTry)
          ? Pattern.CLOSE_ONLY_IN_TRY
          : Pattern.CLOSE_NOT_IN_FINALLY;
    }
    if (closes.stream().anyMatch(Flow.Close::isInWhen)) {
      return Pattern.SWITCH_BRANCH;
    }
    boolean isEarly =
        leak.way() == Flow.Way.RETURN && closes.stream().anyMatch(each -> each.at() > leak.at());
    return isEarly ? Pattern.EARLY_RETURN : Pattern.CONDITIONAL_CLOSE;
  }
}
