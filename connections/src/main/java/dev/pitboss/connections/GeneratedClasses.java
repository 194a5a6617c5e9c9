package dev.pitboss.connections;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeModel;
import java.lang.classfile.instruction.LineNumber;
import java.lang.invoke.MethodType;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.OptionalInt;
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
  /// @return empty for a class that only implements interfaces, and for methods of its own
  public static Optional<Origin> origin(StackWalker.StackFrame frame) {
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
    } catch (NoSuchMethodException | LinkageError _) {
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
      var model = ClassFile.of().parse(bytes.readAllBytes());
      file =
          model
              .findAttribute(Attributes.sourceFile())
              .map(attribute -> attribute.sourceFile().stringValue())
              .orElse(file);
      String descriptor = signature.toMethodDescriptorString();
      int line =
          model.methods().stream()
              .filter(method -> method.methodName().equalsString(name))
              .filter(method -> method.methodType().equalsString(descriptor))
              .flatMap(method -> method.code().stream())
              .map(GeneratedClasses::firstLine)
              .flatMapToInt(OptionalInt::stream)
              .findFirst()
              .orElse(0);
      return new Origin(type, file, name, line);
    } catch (IOException | IllegalArgumentException _) {
      return new Origin(type, file, name, 0); // a class file that cannot be read has no lines
    }
  }

  private static OptionalInt firstLine(CodeModel code) {
    return code.elementStream()
        .filter(LineNumber.class::isInstance)
        .mapToInt(element -> ((LineNumber) element).line())
        .findFirst();
  }
}
