package dev.pitboss.connections.internal;

import dev.pitboss.connections.internal.asm.ClassReader;
import dev.pitboss.connections.internal.asm.ClassVisitor;
import dev.pitboss.connections.internal.asm.Label;
import dev.pitboss.connections.internal.asm.MethodVisitor;
import dev.pitboss.connections.internal.asm.Opcodes;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodType;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Classes that a framework makes at run time around an application's own: proxies for
/// transactions, scopes and lazy loading. Such a class has no source; the method that it stands
/// before has. Thread-safe.
public final class GeneratedClasses {
  /// Spring and CGLIB, Quarkus, Weld, OpenWebBeans, OpenEJB, JBoss, Micronaut, Guice, Hibernate,
  /// Javassist, Byte Buddy, Mockito, and the JDK's own proxies.
  private static final Pattern NAME =
      Pattern.compile(
          ".*(?:"
              + "\\$\\$(?:\\w*CGLIB|EnhancerBy|FastClassBy|KeyFactoryBy)\\w*\\$\\$"
              + "|\\$\\$Owb\\w*Proxy|\\$\\$LocalBeanProxy|\\$\\$\\$view\\d"
              + "|_\\$\\$_(?:Weld|jvst|javassist)|\\$_\\$\\$_Weld"
              + "|_(?:ClientProxy|Subclass)$"
              + "|\\$Definition\\$Intercepted|\\$Intercepted$"
              + "|\\$HibernateProxy|\\$ByteBuddy|\\$MockitoMock|\\$\\$Proxy\\d"
              + "|(?:^|\\.)\\$Proxy\\d+"
              + ").*");

  /// The line at which a method begins.
  ///
  /// @param type the class that declares it
  /// @param file its source file
  /// @param method its name
  /// @param line of its first statement, or 0 for unknown
  public record Origin(Class<?> type, String file, String method, int line) {}

  private static final ClassValue<Boolean> GENERATED =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          return Proxy.isProxyClass(type) || NAME.matcher(type.getName()).matches();
        }
      };

  private GeneratedClasses() {}

  /// Whether a framework made the class.
  public static boolean include(Class<?> type) {
    return GENERATED.get(type);
  }

  /// The application's method that a frame of a generated class stands before: of the nearest
  /// superclass that is not generated and declares it.
  ///
  /// @return empty for any other class, one that only implements interfaces, and for methods of its
  ///   own
  public static Optional<Origin> origin(StackWalker.StackFrame frame) {
    if (!include(frame.getDeclaringClass())) {
      return Optional.empty();
    }
    for (@Nullable Class<?> type = frame.getDeclaringClass().getSuperclass();
        type != null && type != Object.class;
        type = type.getSuperclass()) {
      if (!include(type) && declares(type, frame.getMethodName(), frame.getMethodType())) {
        return Optional.of(origin(type, frame.getMethodName(), frame.getMethodType()));
      }
    }
    return Optional.empty();
  }

  private static boolean declares(Class<?> type, String name, MethodType signature) {
    try {
      return type.getDeclaredMethod(name, signature.parameterArray()).getReturnType()
          == signature.returnType();
    } catch (NoSuchMethodException | LinkageError ignored) {
      return false;
    }
  }

  private static Origin origin(Class<?> type, String name, MethodType signature) {
    String file = type.getSimpleName() + ".class";
    String resource = type.getName().substring(type.getName().lastIndexOf('.') + 1) + ".class";
    try (InputStream bytes = type.getResourceAsStream(resource)) {
      if (bytes == null) {
        return new Origin(type, file, name, 0);
      }
      var start = new Start(name, signature.toMethodDescriptorString());
      new ClassReader(bytes).accept(start, ClassReader.SKIP_FRAMES);
      return new Origin(type, start.file == null ? file : start.file, name, start.line);
    } catch (IOException | RuntimeException ignored) {
      return new Origin(type, file, name, 0); // a class file that cannot be read has no lines
    }
  }

  /// Finds the source file of a class, and the line where one of its methods starts.
  private static final class Start extends ClassVisitor {
    private final String method;
    private @Nullable String file;
    private int line;

    Start(String name, String descriptor) {
      super(Opcodes.ASM9);
      method = name + descriptor;
    }

    @Override
    public void visitSource(@Nullable String source, @Nullable String debug) {
      file = source;
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      return method.equals(name + descriptor)
          ? new MethodVisitor(Opcodes.ASM9) {
            @Override
            public void visitLineNumber(int number, Label start) {
              line = line == 0 ? number : line;
            }
          }
          : null;
    }
  }
}
