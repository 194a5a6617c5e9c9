package dev.pitboss.connections;

import dev.pitboss.connections.internal.GeneratedClasses;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Finds the application's own line on the stack, below the frames of pools and frameworks.
///
/// One instance per pool, because an application may name frameworks of its own. A line is looked
/// up in the class file once per (class, method, bytecode index); afterwards a walk costs only the
/// frames it passes.
final class Callers {
  private static final StackWalker WALKER =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);
  private static final String LIBRARY = Callers.class.getPackageName();
  private static final String AGENT = LIBRARY + ".agent";
  private static final String INTERNAL = LIBRARY + ".internal";

  /// Code that borrows on behalf of its caller. Prefixes of class names.
  private static final List<String> FRAMEWORKS =
      List.of(
          "java.",
          "javax.",
          "jdk.",
          "sun.",
          "com.sun.",
          "jakarta.",
          "com.zaxxer.hikari.",
          "io.agroal.",
          "org.apache.commons.dbcp2.",
          "org.apache.commons.pool2.",
          "org.apache.tomcat.",
          "com.mchange.",
          "org.vibur.",
          "oracle.ucp.",
          "com.p6spy.",
          "net.ttddyy.",
          "org.springframework.",
          "org.hibernate.",
          "org.eclipse.persistence.",
          "org.jooq.",
          "org.jdbi.",
          "org.apache.ibatis.",
          "org.flywaydb.",
          "liquibase.",
          "io.dropwizard.",
          "io.helidon.",
          "io.quarkus.",
          "io.micronaut.",
          "kotlin.",
          "scala.",
          "groovy.",
          "clojure.");

  private record Position(String method, int bytecodeIndex) {}

  private static final ClassValue<ConcurrentHashMap<Position, CallSite.Untracked>> UNTRACKED =
      new ClassValue<>() {
        @Override
        protected ConcurrentHashMap<Position, CallSite.Untracked> computeValue(Class<?> type) {
          return new ConcurrentHashMap<>();
        }
      };

  private final List<String> skipped;

  /// What a frame of a class is to a search for the borrower.
  private enum Kind {
    APPLICATION,
    FRAMEWORK,
    /// A class that a framework made: what it is depends on the method.
    GENERATED
  }

  private final ClassValue<Kind> kinds =
      new ClassValue<>() {
        @Override
        protected Kind computeValue(Class<?> type) {
          if (GeneratedClasses.include(type)) {
            return Kind.GENERATED;
          }
          return isApplication(type) ? Kind.APPLICATION : Kind.FRAMEWORK;
        }
      };

  /// @param moreFrameworks prefixes of class names to pass over, besides the well-known ones
  Callers(List<String> moreFrameworks) {
    skipped = Stream.concat(FRAMEWORKS.stream(), moreFrameworks.stream()).toList();
  }

  private boolean isApplication(Class<?> type) {
    return isOutsideLibrary(type) && skipped.stream().noneMatch(type.getName()::startsWith);
  }

  /// Whether each call in this class is a borrow by its own line.
  boolean isBorrower(Class<?> type) {
    return kinds.get(type) == Kind.APPLICATION;
  }

  /// The nearest application line, as a borrow that went around the tracked API. A frame without a
  /// line is named only if no other has one.
  CallSite.Untracked untracked() {
    return WALKER.walk(frames -> {
      CallSite.@Nullable Untracked withoutLine = null;
      StackWalker.@Nullable StackFrame outermost = null;
      for (StackWalker.StackFrame frame : (Iterable<StackWalker.StackFrame>) frames::iterator) {
        outermost = frame;
        if (isBorrower(frame)) {
          CallSite.Untracked here = known(frame);
          if (here.line() > 0) {
            return here;
          }
          withoutLine = withoutLine == null ? here : withoutLine;
        }
      }
      return withoutLine == null ? known(running(outermost)) : withoutLine;
    });
  }

  private static CallSite.Untracked known(StackWalker.StackFrame frame) {
    var position = new Position(frame.getMethodName(), frame.getByteCodeIndex());
    return UNTRACKED.get(frame.getDeclaringClass()).computeIfAbsent(position, key -> site(frame));
  }

  /// A proxy stands before a method of the application, which is what a reader looks for.
  private static CallSite.Untracked site(StackWalker.StackFrame frame) {
    return GeneratedClasses.include(frame.getDeclaringClass())
        ? GeneratedClasses.origin(frame)
            .map(origin ->
                new CallSite.Untracked(origin.file(), method(origin.method()), origin.line()))
            .orElseGet(() -> plain(frame))
        : plain(frame);
  }

  private static CallSite.Untracked plain(StackWalker.StackFrame frame) {
    return new CallSite.Untracked(file(frame), method(frame), Math.max(0, frame.getLineNumber()));
  }

  /// A proxy of a data source passes on what its caller asks for.
  private boolean isBorrower(StackWalker.StackFrame frame) {
    Class<?> type = frame.getDeclaringClass();
    return switch (kinds.get(type)) {
      case APPLICATION -> true;
      case FRAMEWORK -> false;
      case GENERATED ->
          !DataSource.class.isAssignableFrom(type)
              && GeneratedClasses.origin(frame)
                  .filter(origin -> kinds.get(origin.type()) == Kind.APPLICATION)
                  .isPresent();
    };
  }

  /// The nearest frame outside this library, a framework's included.
  static StackWalker.StackFrame callerOfLibrary() {
    return find(frame -> isOutsideLibrary(frame.getDeclaringClass()));
  }

  /// The nearest frame of a class that shares a nest with `type`, as a lambda does with the class
  /// it is written in.
  static StackWalker.@Nullable StackFrame nestMate(Class<?> type) {
    Class<?> host = type.getNestHost();
    return WALKER.walk(frames ->
        frames
            .filter(frame -> frame.getDeclaringClass().getNestHost() == host)
            .findFirst()
            .orElse(null));
  }

  /// The stack of the calling thread from its first frame outside this library on, one line per
  /// frame.
  static List<String> stack(int maxFrames) {
    return WALKER.walk(frames ->
        frames
            .dropWhile(frame -> !isOutsideLibrary(frame.getDeclaringClass()))
            .limit(maxFrames)
            .map(frame -> frame.toStackTraceElement().toString())
            .toList());
  }

  /// When every frame is a framework's (a scheduler that runs a `DataSource` directly), the
  /// outermost one is named: a row that points somewhere beats a borrow that is not counted.
  private static StackWalker.StackFrame find(Predicate<StackWalker.StackFrame> wanted) {
    return WALKER.walk(frames -> {
      StackWalker.@Nullable StackFrame outermost = null;
      for (StackWalker.StackFrame frame : (Iterable<StackWalker.StackFrame>) frames::iterator) {
        outermost = frame;
        if (wanted.test(frame)) {
          return frame;
        }
      }
      return running(outermost);
    });
  }

  private static StackWalker.StackFrame running(StackWalker.@Nullable StackFrame outermost) {
    if (outermost == null) {
      throw new IllegalStateException("a running method has no stack frame");
    }
    return outermost;
  }

  private static boolean isOutsideLibrary(Class<?> type) {
    String name = type.getPackageName();
    return !name.equals(LIBRARY) && !name.equals(AGENT) && !name.equals(INTERNAL);
  }

  static String file(StackWalker.StackFrame frame) {
    String file = frame.getFileName();
    return file == null ? frame.getDeclaringClass().getSimpleName() + ".class" : file;
  }

  /// The compiler calls the body of a lambda in `settle` something like `lambda$settle$3`: that is
  /// `settle` to a reader.
  static String method(StackWalker.StackFrame frame) {
    return method(frame.getMethodName());
  }

  static String method(String method) {
    if (!method.startsWith("lambda$")) {
      return method;
    }
    int end = method.lastIndexOf('$');
    String written = end > "lambda$".length() ? method.substring("lambda$".length(), end) : method;
    return switch (written) {
      case "new" -> "<init>";
      case "static" -> "<clinit>";
      default -> written;
    };
  }

  static String text(CallSite site) {
    return site.file() + "::" + site.method() + ":L" + site.line();
  }

  static void check(String file, String method, int line) {
    if (file.isBlank() || method.isBlank() || line < 0) {
      throw new IllegalArgumentException(
          "a call site is File.java::method:Lnn, got '" + file + "::" + method + ":L" + line + "'");
    }
  }
}
