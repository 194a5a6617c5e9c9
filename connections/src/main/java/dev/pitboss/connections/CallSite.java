package dev.pitboss.connections;

/// The line of code that borrowed a connection; `toString()` is `File.java::method:Lnn`.
///
/// Sites are values: two equal sites share one row of the report. Immutable and safe to share.
public sealed interface CallSite {
  /// The source file's name without folders, such as `Cashier.java`.
  String file();

  /// The method's name; a lambda goes by the name of the method it is written in.
  String method();

  /// The line in [#file()], from 1; 0 when the class file does not tell.
  int line();

  /// The line that calls this method. Make it once per class and keep it in a constant: it walks
  /// the stack.
  ///
  /// ```java
  /// private static final CallSite SETTLE = CallSite.here("settle");
  /// ```
  ///
  /// @param method the name to show, since a constant's own line lies in no method
  static CallSite here(String method) {
    StackWalker.StackFrame caller = Callers.callerOfLibrary();
    return new Declared(Callers.file(caller), method, Math.max(0, caller.getLineNumber()));
  }

  /// The line and method that call this method; see [#here(String)].
  static CallSite here() {
    StackWalker.StackFrame caller = Callers.callerOfLibrary();
    return new Declared(
        Callers.file(caller), Callers.method(caller), Math.max(0, caller.getLineNumber()));
  }

  /// A site named by hand.
  ///
  /// @param line from 1, or 0 for unknown
  static CallSite declared(String file, String method, int line) {
    return new Declared(file, method, line);
  }

  /// A site read from a class file.
  ///
  /// @param compiledMethod as the compiler named it: the body of a lambda goes by the method it is
  ///   written in
  /// @param line from 1, or 0 for unknown
  static Woven woven(String file, String compiledMethod, int line) {
    return new Woven(file, Callers.method(compiledMethod), line);
  }

  /// The line that passes `body` on: for a wrapper that adapts its caller's lambda before it hands
  /// it to the tracker and wants the caller, not itself, to be the site.
  static CallSite of(Object body) {
    return LambdaSites.of(body.getClass());
  }

  /// A site declared in the source, once per class.
  record Declared(String file, String method, int line) implements CallSite {
    /// Refuses a blank name or a negative line.
    public Declared {
      Callers.check(file, method, line);
    }

    @Override
    public String toString() {
      return Callers.text(this);
    }
  }

  /// A site found from the class of the lambda that was passed in.
  record Lambda(String file, String method, int line) implements CallSite {
    /// Refuses a blank name or a negative line.
    public Lambda {
      Callers.check(file, method, line);
    }

    @Override
    public String toString() {
      return Callers.text(this);
    }
  }

  /// A site written into the byte code of an unchanged application.
  record Woven(String file, String method, int line) implements CallSite {
    /// Refuses a blank name or a negative line.
    public Woven {
      Callers.check(file, method, line);
    }

    @Override
    public String toString() {
      return Callers.text(this);
    }
  }

  /// A borrow that went around the tracked API: the nearest line of application code on the stack.
  record Untracked(String file, String method, int line) implements CallSite {
    /// Refuses a blank name or a negative line.
    public Untracked {
      Callers.check(file, method, line);
    }

    @Override
    public String toString() {
      return "UNTRACKED:" + Callers.text(this);
    }
  }
}
