package dev.pitboss.leaks;

import com.sun.source.tree.BreakTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ContinueTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.YieldTree;
import com.sun.source.util.TreeScanner;
import org.jspecify.annotations.Nullable;

/// Looks for a statement that leaves the code around it.
final class Exits extends TreeScanner<@Nullable Void, @Nullable Void> {
  private boolean found;

  private Exits() {}

  static boolean areIn(Tree tree) {
    var exits = new Exits();
    exits.scan(tree, null);
    return exits.found;
  }

  @Override
  public @Nullable Void scan(@Nullable Tree tree, @Nullable Void nothing) {
    switch (tree) {
      case null -> {
        // nothing there
      }
      case ReturnTree _, ThrowTree _, BreakTree _, ContinueTree _, YieldTree _ -> found = true;
      case ClassTree _, LambdaExpressionTree _ -> {
        // leaves itself only
      }
      case Tree inner -> super.scan(inner, null);
    }
    return null;
  }
}
