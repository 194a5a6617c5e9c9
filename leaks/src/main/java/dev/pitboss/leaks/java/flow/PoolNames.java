package dev.pitboss.leaks.java.flow;

import java.util.regex.Pattern;

/// What names of classes and methods tell of pools, in sources and in class files.
public final class PoolNames {
  private static final Pattern CLOSING =
      Pattern.compile(
          "close|closeAll\\w*|\\w+CloseAll\\w*|close(?:Pool|DataSource|Connections)|shut[dD]own\\w*"
              + "|dispose|destroy|stop|terminate|hardReset");
  private static final Pattern MAKING = Pattern.compile("(?:create|new|make|build|open|start)\\w*");
  private static final Pattern NAMED =
      Pattern.compile("\\w*(?:Pool|DataSource|Database|ConnectionFactory|ConnectionProvider)\\w*");

  private PoolNames() {}

  /// Whether a method of this name closes a pool as a whole.
  public static boolean isClosing(String method) {
    return CLOSING.matcher(method).matches();
  }

  /// Whether a method of this name answers an object it made.
  public static boolean isMaking(String method) {
    return MAKING.matcher(method).matches();
  }

  /// Whether a class of this name is a pool, as far as a name tells.
  public static boolean isPool(String simpleType) {
    return NAMED.matcher(simpleType).matches();
  }
}
