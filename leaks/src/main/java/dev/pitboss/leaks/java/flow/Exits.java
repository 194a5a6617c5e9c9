package dev.pitboss.leaks.java.flow;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import dev.pitboss.leaks.java.flow.Statements.Val;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// All ways out of a function, with what is known there.
///
/// @param normal ends and returns
/// @param thrown exceptions that leave it
record Exits(List<Exit> normal, List<Exit> thrown) {
  /// One way out.
  ///
  /// @param state there
  /// @param value what is answered
  /// @param jump the jump, or null for the end of the body
  record Exit(State state, Relation value, @org.jspecify.annotations.Nullable Jump jump) {
    boolean isDeclared() {
      return jump == null || jump.thrown() == null || jump.thrown().isDeclared();
    }
  }

  static Exits of(Walk walk, State before) {
    List<Jump> out = new ArrayList<>();
    List<Exit> normal = new ArrayList<>();
    Tree body = walk.function().body();
    switch (body) {
      case BlockTree block ->
          walk.statements()
              .run(block, List.of(before), out)
              .forEach(state -> normal.add(new Exit(state, Relation.NONE, null)));
      case VariableTree field -> {
        ExpressionTree value = field.getInitializer();
        String name = "this." + field.getName();
        for (Val val : walk.evaluator().eval(value, before, out)) {
          normal.add(new Exit(val.state().assign(name, val.relation()), Relation.NONE, null));
        }
      }
      case ExpressionTree value -> {
        for (Val val : walk.evaluator().eval(value, before, out)) {
          normal.add(new Exit(val.state(), val.relation(), null));
        }
      }
      case Tree _ -> {
        // the parser could not read it
      }
    }
    List<Exit> thrown = new ArrayList<>();
    for (Jump jump : out) {
      switch (jump.kind()) {
        case RETURN, YIELD, BREAK, CONTINUE ->
            normal.add(new Exit(jump.state(), jump.value(), jump));
        case THROW -> thrown.add(new Exit(jump.state(), Relation.NONE, jump));
      }
    }
    return new Exits(normal, thrown);
  }

  List<Exit> all() {
    return Stream.concat(normal.stream(), thrown.stream()).toList();
  }
}
